namespace RetailServerless.Console.Tests.Privacy;

/// <summary>Requests as the platform writes them.</summary>
internal static class Requests
{
    public const string Id = "0193a000-0000-7000-8000-00000000abcd";

    public static string Path => $"/api/privacy/requests/{Id}";

    public static string Json(string right, string status, string more = "") =>
        $$"""
        {"id":"{{Id}}","right":"{{right}}","detail":"specificPieces","regime":"privacy/gdpr@1","intake":"shopper","status":"{{status}}","receivedAt":"2026-11-08T09:00:00Z","acknowledgedAt":"2026-11-08T09:00:01Z",
        "deadlines":[{"kind":"extensionNotice","dueDate":"2026-12-08","dueInstant":"2026-12-08T23:00:00Z","citation":"GDPR Art. 12(3)","explanation":"Told inside the first month.","nominalDate":"2026-12-08"},
        {"kind":"answer","dueDate":"2026-12-08","dueInstant":"2026-12-08T23:00:00Z","citation":"GDPR Art. 12(3)","explanation":"One month from Sunday 8 November 2026.","nominalDate":"2026-12-08"}],
        "verification":{"needed":[],"attemptsLeft":0,"expiresAt":"2026-12-08T09:00:00Z","verifiedAt":"2026-11-08T09:00:00Z"},"holds":[],"processors":[],"notices":[],"certificates":0,"links":{}{{more}}}
        """;
}
