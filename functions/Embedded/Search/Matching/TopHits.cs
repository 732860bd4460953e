namespace RetailServerless.Embedded.Search.Matching;

/// <summary>A hit by its place in the order: larger keys first, among equal keys smaller document numbers.</summary>
/// <param name="Key">Sort key; larger is better.</param>
/// <param name="Document">Number in the index.</param>
/// <param name="Score">How well its words match.</param>
internal readonly record struct Hit(double Key, int Document, float Score)
{
    public bool IsBefore(in Hit other) => Key > other.Key || (Key == other.Key && Document < other.Document);
}

/// <summary>Keeps the best hits: a heap with the worst at the root.</summary>
internal sealed class TopHits(int capacity)
{
    private readonly Hit[] _heap = new Hit[capacity];
    private int _count;

    public void Add(in Hit hit)
    {
        if (_count < capacity)
        {
            _heap[_count] = hit;
            for (var i = _count++; i > 0 && _heap[(i - 1) / 2].IsBefore(_heap[i]); i = (i - 1) / 2)
            {
                (_heap[i], _heap[(i - 1) / 2]) = (_heap[(i - 1) / 2], _heap[i]);
            }
        }
        else if (hit.IsBefore(_heap[0]))
        {
            _heap[0] = hit;
            SiftDown();
        }
    }

    /// <summary>The hits, best first.</summary>
    public Hit[] Sorted()
    {
        var hits = _heap[.._count];
        Array.Sort(hits, (a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
        return hits;
    }

    private void SiftDown()
    {
        for (var i = 0; ;)
        {
            var worst = i;
            for (var child = (2 * i) + 1; child <= (2 * i) + 2 && child < _count; child++)
            {
                if (_heap[worst].IsBefore(_heap[child]))
                {
                    worst = child;
                }
            }

            if (worst == i)
            {
                return;
            }

            (_heap[i], _heap[worst]) = (_heap[worst], _heap[i]);
            i = worst;
        }
    }
}
