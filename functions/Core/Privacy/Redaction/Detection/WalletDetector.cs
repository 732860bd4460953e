using RetailServerless.Core.Privacy.Redaction.Checks;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds addresses of crypto currencies by their checksums (<see cref="WalletAddresses"/>).</summary>
internal static class WalletDetector
{
    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        foreach (var i in text.Numbers)
        {
            var word = text.Words[i];
            var span = text.Span(word);
            if (word.Length is >= 14 and <= 90 && !word.IsDigits && (WalletAddresses.IsBase58Check(span) || WalletAddresses.IsBech32(span) || WalletAddresses.IsEthereum(span)))
            {
                found.Add(new PersonalSpan(word.Start, word.Length, PersonalTextKind.Wallet, span.ToString()));
            }
        }
    }
}
