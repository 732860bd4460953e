namespace RetailServerless.Console.Tests.Policies;

/// <summary>Answers of the platform about policies.</summary>
internal static class PolicyJson
{
    public const string Yaml = "jurisdiction: default\\npurposes:\\n  marketing:\\n    expiresAfterDays: 730\\n";

    public const string Content = """
        {"jurisdiction":"default","controller":"The shop","purposes":{
          "marketing":{"basis":"consent","expiresAfterDays":730,"data":["e-mail address"],"recipients":[],"notice":{"version":"1","title":"Writing to you","text":"We write to you."}},
          "service":{"basis":"contract","notice":{"version":"1","title":"Doing","text":"We do."},"sameSubstance":{"since":3}}},
         "minors":{"unknownAge":"treatAsMinor"}}
        """;

    public static string Version(int version, string standing, string reason = "Because.", string more = "") => $$"""
        {"policyId":"consent/default","version":{{version}},"url":"/api/policies/consent~default/versions/{{version}}","standing":"{{standing}}","author":"{{(version == 1 ? "seed" : "abcdefghijklmnop")}}",
         "createdAt":"2026-11-20T08:00:00Z","effectiveFrom":"2026-11-21T08:00:00Z","sha256":"00ff","approvals":0,"reason":"{{reason}}"{{more}},
         "timeline":[{"kind":"proposed","at":"2026-11-20T08:00:00Z","by":"abcdefghijklmnop","actorRole":"Privacy.Officer","auditEntryId":"e-1","reason":"{{reason}}","rules":"governance/approval@1","quorum":1}]}
        """;

    public static string Policy(string proposed = "[]", string scheduled = "[]") => $$"""
        {"id":"consent/default","url":"/api/policies/consent~default","inEffect":{{Version(1, "inEffect")}},"scheduled":{{scheduled}},"proposed":{{proposed}},"governs":["every grant of the consent gate"],
         "approval":{"propose":["Privacy.Officer"],"approve":["Governance.Board"],"quorum":2} }
        """;

    public static string Page(params string[] items) => $$"""{"items":[{{string.Join(',', items)}}]}""";

    public static string Text(int version) => $$"""{"version":{{Version(version, "inEffect")}},"yaml":"{{Yaml}}","policy":{{Content}} }""";

    public const string Diff = """
        {"lines":[{"change":"same","before":3,"after":3,"text":"  marketing:"},{"change":"removed","before":4,"text":"    expiresAfterDays: 730"},{"change":"added","after":4,"text":"    expiresAfterDays: 365"},
                  {"change":"same","before":40,"after":40,"text":"far away"}],
         "members":[{"path":"$.purposes.marketing.expiresAfterDays","before":"730","after":"365"}]}
        """;

    public const string Effect = """
        {"governs":["every grant"],"comparedWith":"consent/default@1","at":"2026-11-24T12:00:00Z","peopleAffected":1234,
         "purposes":[{"purpose":"marketing","validConsents":2000,"ended":1200,"basisChanged":0,"toAskAgain":34,"unchanged":766}]}
        """;

    public static string Proposal(bool own = false, bool mayDecide = true, bool mayWithdraw = false, string? why = null, string standing = "proposed") => $$"""
        {"version":{{Version(2, standing, "Shorter is fairer.")}},"yaml":"{{Yaml}}","comparedWith":1,"diff":{{Diff}},"effect":{{Effect}},"policy":{{Content}},
         "rights":{"own":{{(own ? "true" : "false")}},"mayDecide":{{(mayDecide ? "true" : "false")}},"mayWithdraw":{{(mayWithdraw ? "true" : "false")}}{{(why is null ? "" : $",\"why\":\"{why}\"")}} } }
        """;

    public static string Preview => $$"""{"comparedWith":1,"effectiveFrom":"2026-11-24T12:00:00Z","diff":{{Diff}},"effect":{{Effect}} }""";
}
