using RetailServerless.Core.Privacy.Redaction.Checks;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds international bank account numbers, ISO 13616: length of the country, letters in one case, ISO 7064 MOD 97-10.</summary>
internal static class IbanDetector
{
    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        Span<char> characters = stackalloc char[NumberRow.MostCharacters];
        var free = 0;
        foreach (var first in text.Numbers)
        {
            var word = text.Words[first];
            if (first < free || word.Length < 4 || word.Length > NumberRow.MostCharacters || !char.IsAsciiLetter(text.Text[word.Start]) || !char.IsAsciiLetter(text.Text[word.Start + 1])
                || !char.IsAsciiDigit(text.Text[word.Start + 2]) || !char.IsAsciiDigit(text.Text[word.Start + 3]))
            {
                continue;
            }

            var wanted = IbanLengths.Of(text.Text[word.Start], text.Text[word.Start + 1]);
            var last = wanted == 0 ? -1 : Read(text, first, characters[..wanted]);
            if (last >= 0 && IsOneCase(characters[..wanted]) && IbanLengths.HasCheckDigits(characters[..wanted]))
            {
                var start = word.Start;
                found.Add(new PersonalSpan(start, text.Words[last].End - start, PersonalTextKind.Iban, characters[..wanted].ToString().ToUpperInvariant()));
                free = last + 1;
            }
        }
    }

    // The word at which the number is complete; -1 when no word ends there.
    private static int Read(ScannedText text, int first, Span<char> into)
    {
        var length = 0;
        for (var i = first; i < text.Count; i++)
        {
            var word = text.Words[i];
            if (length + word.Length > into.Length)
            {
                return -1;
            }

            text.Span(word).CopyTo(into[length..]);
            length += word.Length;
            if (length == into.Length)
            {
                return i;
            }

            if (text.Joint(i) is not (' ' or '-' or '.' or '\u00a0' or '\u2011'))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsOneCase(ReadOnlySpan<char> iban) => !iban.ContainsAnyInRange('a', 'z') || !iban.ContainsAnyInRange('A', 'Z');
}
