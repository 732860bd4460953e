namespace RetailServerless.Console.Tests.Audit;

/// <summary>Entries as the platform writes them.</summary>
internal static class AuditJson
{
    public static string Entry(long index, string state = "verified", string? subject = "ab12", string body = """{"decisionId":"01a20d0a-7c5e-7b3a-9f10-3d2c1b0a9e8f","sentences":2,"parts":[{"fine":true},null]}""") =>
        $$"""
        {"index":{{index}},"entryId":"{{index:x32}}","time":"2026-11-24T08:12Z","kind":"chat.turn","model":"offline-responder@1","policy":"chat/returns@1","actorRole":"shopper",
         {{(subject is null ? "" : $"\"subjectTag\":\"{subject}\",")}}"bodyCommitment":"c0ffee","bodyState":"{{state}}"{{(state == "verified" ? $",\"salt\":\"AAAA\",\"body\":{body}" : "")}}}
        """;
}
