namespace RetailServerless.Samples.Identity;

/// <summary>The programs that may ask for tokens. Both are public: nothing on this machine could keep a secret of theirs.</summary>
internal static class IssuerClients
{
    /// <summary>The governance console: authorization code with PKCE.</summary>
    public const string Console = "console";

    /// <summary>Scripts and curl: user name and password.</summary>
    public const string Scripts = "cli";

    /// <summary>Whether the console may be returned to at this address: its sign-in page on this machine, on any port (RFC 8252 section 7.3).</summary>
    public static bool IsConsoleAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Scheme == Uri.UriSchemeHttp && uri.AbsolutePath == "/signin-oidc" && uri.UserInfo.Length == 0;
}
