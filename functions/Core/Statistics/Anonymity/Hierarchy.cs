namespace RetailServerless.Core.Statistics.Anonymity;

/// <summary>The words of a column, from as they are (level 0) to <c>*</c> (the last level). Full-domain: on a level every value has its one word (Sweeney, "Achieving k-Anonymity Privacy Protection Using Generalization and Suppression", IJUFKS 10(5), 2002).</summary>
public sealed class Hierarchy
{
    /// <summary>The word for anything.</summary>
    public const string Anything = "*";

    private readonly IReadOnlyList<IReadOnlyDictionary<string, string>> _levels;
    private readonly List<Dictionary<string, double>> _losses = [];

    /// <summary>Makes a hierarchy.</summary>
    /// <param name="values">All values.</param>
    /// <param name="levels">The levels between; each maps every value to its word.</param>
    public Hierarchy(IReadOnlyList<string> values, IReadOnlyList<IReadOnlyDictionary<string, string>>? levels)
    {
        ArgumentNullException.ThrowIfNull(values);
        _levels = levels ?? [];
        Height = _levels.Count + 1;
        for (var level = 0; level <= Height; level++)
        {
            var of = level;
            _losses.Add(values.GroupBy(v => Word(v, of), StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => values.Count == 1 ? 0 : (g.Count() - 1) / (double)(values.Count - 1), StringComparer.Ordinal));
        }
    }

    /// <summary>The last level.</summary>
    public int Height { get; }

    /// <summary>The word of a value on a level.</summary>
    public string Word(string value, int level) =>
        level == 0 ? value : level >= Height ? Anything : _levels[level - 1].TryGetValue(value, out var word) ? word : ColumnPolicy.Other;

    /// <summary>What a word loses: 0 when it stands for one value, 1 when it stands for all (the normalized certainty penalty of a cell).</summary>
    public double Loss(string word, int level) => _losses[level][word];
}
