using Microsoft.Extensions.Options;

namespace RetailServerless.Console;

/// <summary>Where the platform is. Section <c>Platform</c>.</summary>
internal sealed class PlatformOptions : IValidateOptions<PlatformOptions>
{
    public const string Section = "Platform";

    /// <summary>Address of the functions.</summary>
    public string Address { get; set; } = "http://127.0.0.1:7071";

    /// <summary>The address with a slash at its end, so that relative paths extend it.</summary>
    public Uri BaseAddress => new(Address.TrimEnd('/') + "/");

    public ValidateOptionsResult Validate(string? name, PlatformOptions options) =>
        Uri.TryCreate(options.Address, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Platform:Address must be the absolute http or https address of the platform, as http://127.0.0.1:7071.");
}
