namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>A piece of a word that is all letters or all number.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">Character after the last.</param>
/// <param name="Run">Number of the unbroken word it is a piece of.</param>
/// <param name="Chunk">Number of the piece between connectors it is a piece of.</param>
/// <param name="IsNumber">Whether it is a number.</param>
internal readonly record struct Atom(int Start, int End, int Run, int Chunk, bool IsNumber);

/// <summary>Cuts text into atoms: at white space and punctuation (a new run), at connectors (a new chunk), and between letters and digits.</summary>
internal static class Atoms
{
    public static void Cut(ReadOnlySpan<char> text, List<Atom> atoms)
    {
        atoms.Clear();
        var run = 0;
        var chunk = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!RetailText.IsWordCharacter(text[i]))
            {
                var connects = RetailText.IsConnector(text[i]) && atoms.Count > 0 && atoms[^1].End == i && i + 1 < text.Length && RetailText.IsWordCharacter(text[i + 1]);
                run += connects ? 0 : 1;
                chunk++;
                i++;
                continue;
            }

            var end = End(text, i);
            atoms.Add(new Atom(i, end, run, chunk, char.IsAsciiDigit(text[i])));
            i = end < text.Length && RetailText.IsApostrophe(text[end]) ? SkipPossessive(text, end) : end;
            if (RetailText.IsIdeographic(text[end - 1]))
            {
                run++;
                chunk++;
            }
        }
    }

    private static int End(ReadOnlySpan<char> text, int start)
    {
        if (RetailText.IsIdeographic(text[start]))
        {
            return start + 1;
        }

        var end = start + 1;
        if (char.IsAsciiDigit(text[start]))
        {
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || RetailText.IsNumberMark(text, end)))
            {
                end++;
            }

            return end;
        }

        while (end < text.Length && (IsLetter(text[end]) || IsInnerApostrophe(text, end)))
        {
            end++;
        }

        return end;
    }

    private static bool IsLetter(char c) => RetailText.IsWordCharacter(c) && !char.IsAsciiDigit(c) && !RetailText.IsIdeographic(c);

    // O'Neill and don't go on; the possessive ends the word.
    private static bool IsInnerApostrophe(ReadOnlySpan<char> text, int at) =>
        RetailText.IsApostrophe(text[at]) && at + 1 < text.Length && IsLetter(text[at + 1]) && !IsPossessive(text, at);

    private static bool IsPossessive(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text[at + 1] is ('s' or 'S') && (at + 2 == text.Length || !RetailText.IsWordCharacter(text[at + 2]));

    private static int SkipPossessive(ReadOnlySpan<char> text, int at) => IsPossessive(text, at) ? at + 2 : at;
}
