namespace RetailServerless.Core.Access;

/// <summary>What a storefront key may be used for.</summary>
public static class StorefrontScopes
{
    /// <summary>Conversations, their decisions, and contesting these, for the shopper it names.</summary>
    public const string Chat = "chat";

    /// <summary>Products.</summary>
    public const string Search = "search";

    /// <summary>Clickstream.</summary>
    public const string Events = "events";

    /// <summary>Reading the consent of the shopper it names, and recording that they withdraw it. Giving consent needs the shopper's own token.</summary>
    public const string Consent = "consent";

    /// <summary>Tokens for unknown visitors.</summary>
    public const string Visitors = "visitors";

    /// <summary>Imports of any kind. For a back office, not a shop window: no key has it unless it was given by name.</summary>
    public const string Imports = "imports";

    /// <summary>All scopes.</summary>
    public static IReadOnlyList<string> All { get; } = [Chat, Search, Events, Consent, Visitors, Imports];

    /// <summary>What a key gets when nothing else is said: what a shop window needs.</summary>
    public static IReadOnlyList<string> Default { get; } = [Chat, Search, Events, Consent, Visitors];
}
