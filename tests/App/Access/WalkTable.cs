namespace RetailServerless.Functions.Tests.Access;

/// <summary>Every route, every kind of caller, and every owner: who comes through, and what the others are told. Things are Ann's; Bob is another shopper.</summary>
internal static class WalkTable
{
    // The expectation, written down from the design and not from the route table. + comes through, digits are the first of the status: 0 = 400, 1 = 401, 3 = 403.
    // Where a conversation or decision is Ann's, Bob comes as far as the function, which does not show it to him.
    private const string Expected = """
                                                          key names          key without   own token        staff                        key and token
                                                 nobody   - Ann Bob visitor  the scope     Ann Bob visitor  off brd aud pln adm  no role  Ann Bob named Ann
        POST api/conversations                        1   + +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/turns             1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/conversations/{id}                    1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/conversations/{id}/turns/{turnId}     1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/turns/{turnId}/feedback 1 0 + + +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/conversations/{id}/handoff           1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/products/search                       1   + +   +   +        3             +   +   +        +   +   +   +   +    3        +   3
        GET api/products/{id}                         1   + +   +   +        3             +   +   +        +   +   +   +   +    3        +   3
        POST api/imports/{kind}                       1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        GET api/imports                               1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        GET api/imports/{id}                          1   3 3   3   3        3             3   3   3        3   3   3   +   +    3        3   3
        POST api/events                               1   + +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        GET api/customers/{id}/consent                1   0 +   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        PUT api/customers/{id}/consent                1   0 +   3   3        3             +   3   3        3   3   3   3   3    3        +   3
        POST api/customers/{id}/consent/signals       1   0 +   3   3        3             +   3   3        3   3   3   3   3    3        +   3
        GET api/customers/{id}/consent/receipts       1   3 3   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        GET api/customers/{id}/consent/receipts/{number} 1   3 3   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        POST api/customers/{id}/consent/parental-authorisations 1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        GET api/customers/{id}/consent/revocations 1   3 3   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        GET api/customers/{id}/consent/revocations/{revocation} 1   3 3   3   3        3             +   3   3        +   3   3   3   3    3        +   3
        GET api/consent/receipt-keys                  +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        POST api/consent/receipts/verification        +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET api/decisions/{id}/explanation            1   0 +   +   +        3             +   +   +        +   +   +   3   3    3        +   3
        POST api/decisions/{id}/contest               1   0 +   +   +        3             +   +   +        3   3   3   3   3    3        +   3
        POST api/privacy/requests                     1   0 +   +   +        3             +   +   3        +   3   3   3   3    3        +   3
        GET api/privacy/requests                      1   0 +   +   +        3             +   +   3        +   +   +   3   3    3        +   3
        GET api/privacy/requests/{id}                 1   0 +   +   +        3             +   +   3        +   +   +   3   3    3        +   3
        POST api/privacy/requests/{id}/verification   1   0 +   +   +        3             +   +   3        +   3   3   3   3    3        +   3
        POST api/privacy/requests/{id}/withdrawal     1   3 3   3   3        3             +   +   3        3   3   3   3   3    3        +   3
        POST api/privacy/requests/{id}/approval       1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        POST api/privacy/requests/{id}/extension      1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        POST api/privacy/requests/{id}/legal-hold     1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        POST api/privacy/requests/{id}/legal-hold/{hold}/release 1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        POST api/privacy/requests/{id}/clarification  1   3 3   3   3        3             +   +   3        +   3   3   3   3    3        +   3
        POST api/privacy/requests/{id}/restriction-lift 1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        GET api/privacy/requests/{id}/subject         1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        POST api/privacy/requests/{id}/package        1   3 3   3   3        3             +   +   3        3   3   3   3   3    3        +   3
        GET api/privacy/requests/{id}/package         1   3 3   3   3        3             +   +   3        3   3   3   3   3    3        +   3
        GET api/privacy/requests/{id}/certificate     1   3 3   3   3        3             +   +   3        +   +   +   3   3    3        +   3
        POST api/privacy/requests/bulk                1   3 3   3   3        3             3   3   3        +   3   3   3   3    3        3   3
        GET api/privacy/metrics                       1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        POST api/privacy/processors/{name}/status     +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET api/privacy/certificate-keys              +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        POST api/privacy/certificates/verification    +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET api/audit/entries                         1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/entries/{index}/proof           1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/checkpoints/latest              1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/checkpoints/consistency         1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/tile/{level}/{path}             1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/export                          1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/audit/keys                            +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        POST api/audit/keys/rotation                  1   3 3   3   3        3             3   3   3        3   3   3   3   +    3        3   3
        GET api/audit/retention                       1   3 3   3   3        3             3   3   3        +   +   +   3   3    3        3   3
        GET api/privacy/regimes                       1   3 3   3   3        3             3   3   3        +   +   +   +   +    3        3   3
        POST api/retention/runs 1 3 3 3 3  3  3 3 3  + 3 3 3 3  3  3 3
        GET api/retention/runs 1 3 3 3 3  3  3 3 3  + + + 3 3  3  3 3
        GET api/retention/runs/{id} 1 3 3 3 3  3  3 3 3  + + + 3 3  3  3 3
        GET api/retention/runs/{id}/items 1 3 3 3 3  3  3 3 3  + + + 3 3  3  3 3
        POST api/statistics/{dataSet}/queries 1 3 3 3 3  3  3 3 3  + + 3 + 3  3  3 3
        GET api/statistics/{dataSet}/budget 1 3 3 3 3  3  3 3 3  + + + + 3  3  3 3
        POST api/statistics/{dataSet}/exports 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        GET api/statistics/exports/{id} 1 3 3 3 3  3  3 3 3  + + + 3 3  3  3 3
        GET api/statistics/exports/{id}/content 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        GET api/policies 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        GET api/policies/{id} 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        GET api/policies/{id}/versions 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        GET api/policies/{id}/versions/{v} 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        GET api/policies/{id}/versions/{v}/comparison 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        GET api/policies/{id}/proposals/{n} 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        POST api/policies/{id}/proposals 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        POST api/policies/{id}/proposals/{n}/approval 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        POST api/policies/{id}/proposals/{n}/rejection 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        POST api/policies/{id}/proposals/{n}/withdrawal 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        GET api/policies/{id}/proposals 1 3 3 3 3  3  3 3 3  + + + + +  3  3 3
        POST api/policies/{id}/preview 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        GET api/consent/statistics 1 3 3 3 3  3  3 3 3  + + + 3 3  3  3 3
        POST api/policies/{id}/rollback 1 3 3 3 3  3  3 3 3  + + 3 3 3  3  3 3
        GET api/models                                1   3 3   3   3        3             3   3   3        +   +   +   +   +    3        3   3
        GET api/models/{name}/versions/{v}/card       1   3 3   3   3        3             3   3   3        +   +   +   +   +    3        3   3
        POST api/visitors                             1   + +   +   +        3             3   3   3        3   3   3   3   3    3        3   3
        GET api/access/keys                           1   3 3   3   3        3             3   3   3        3   3   3   3   +    3        3   3
        POST api/access/keys/{name}/rotation          1   3 3   3   3        3             3   3   3        3   3   3   3   +    3        3   3
        GET runtime/webhooks/durabletask/instances 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        DELETE runtime/webhooks/durabletask/instances 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        GET runtime/webhooks/durabletask/instances/{instanceId} 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/raiseEvent/{eventName} 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/terminate 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/suspend 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/resume 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/restart 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/instances/{instanceId}/rewind 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        DELETE runtime/webhooks/durabletask/instances/{instanceId} 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        POST runtime/webhooks/durabletask/orchestrators/{functionName}/{instanceId} 1 3 3 3 3  3  3 3 3  3 3 3 3 +  3  3 3
        GET healthz                                   +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET api/openapi.json                          +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        GET .well-known/gpc.json                      +   + +   +   +        +             +   +   +        +   +   +   +   +    +        +   +
        """;

    /// <summary>The routes, and what each caller of <see cref="Callers"/> meets, one character each.</summary>
    public static IReadOnlyList<(string Route, string Cells)> Lines { get; } =
        [.. from line in Expected.Split('\n').Skip(2)
            let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            select ($"{words[0]} {words[1]}", string.Concat(words.Skip(2)))];

    /// <summary>The callers, in the order of the columns, and the headers by which they show who they are.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<(string Name, string Value)> Headers)> Callers(
        TestIssuer issuer, string key, string bareKey, string ann, string bob, Guid visitor, string visitorToken) =>
    [
        ("nobody", []),
        ("a key", [Key(key)]),
        ("a key for Ann", [Key(key), ("x-shopper-id", ann)]),
        ("a key for Bob", [Key(key), ("x-shopper-id", bob)]),
        ("a key for a visitor", [Key(key), ("x-visitor-id", visitor.ToString())]),
        ("a key without the scope", [Key(bareKey), ("x-shopper-id", ann)]),
        ("Ann", [Bearer(issuer.Shopper(ann))]),
        ("Bob", [Bearer(issuer.Shopper(bob))]),
        ("a visitor", [Bearer(visitorToken)]),
        ("a privacy officer", [Bearer(issuer.Staff("Privacy.Officer"))]),
        ("a board member", [Bearer(issuer.Staff("Governance.Board"))]),
        ("an auditor", [Bearer(issuer.Staff("Governance.Auditor"))]),
        ("a planner", [Bearer(issuer.Staff("Merchandising.Planner"))]),
        ("an admin", [Bearer(issuer.Staff("Platform.Admin"))]),
        ("someone with an unknown role", [Bearer(issuer.Staff("Janitor"))]),
        ("Ann through a storefront", [Key(key), Bearer(issuer.Shopper(ann))]),
        ("Bob through a storefront that names Ann", [Key(key), ("x-shopper-id", ann), Bearer(issuer.Shopper(bob))]),
    ];

    private static (string Name, string Value) Key(string key) => ("x-storefront-key", key);

    private static (string Name, string Value) Bearer(string token) => ("Authorization", "Bearer " + token);
}
