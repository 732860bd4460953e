namespace RetailServerless.Embedded.Audit;

/// <summary>Entry ids as the 16 bytes that they stand for.</summary>
internal static class AuditEntryIds
{
    private const int Digits = 32;

    /// <exception cref="ArgumentException">It is not 32 hexadecimal digits.</exception>
    public static byte[] ToBytes(string entryId) =>
        entryId is { Length: Digits } && entryId.All(char.IsAsciiHexDigitLower)
            ? Convert.FromHexString(entryId)
            : throw new ArgumentException("An entry id is 32 lower-case hexadecimal digits.", nameof(entryId));
}
