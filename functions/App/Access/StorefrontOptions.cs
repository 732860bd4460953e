using Microsoft.Extensions.Options;

namespace RetailServerless.Functions.Access;

/// <summary>How much one storefront key may do. Section <c>Storefronts</c>; each process counts by itself.</summary>
public sealed class StorefrontOptions : IValidateOptions<StorefrontOptions>
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Storefronts";

    /// <summary>Steady requests a second.</summary>
    public double RequestsPerSecond { get; set; } = 1000;

    /// <summary>Requests that may come at once.</summary>
    public double Burst { get; set; } = 2000;

    /// <summary>Different shoppers and visitors that a key may name within an hour.</summary>
    public int ShoppersPerHour { get; set; } = 20_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorefrontOptions options)
    {
        var errors = new List<string>();
        if (!(options.RequestsPerSecond is > 0 and <= 1_000_000))
        {
            errors.Add("Storefronts:RequestsPerSecond must be more than 0 and at most 1,000,000.");
        }

        if (!(options.Burst is >= 1 and <= 10_000_000))
        {
            errors.Add("Storefronts:Burst must be 1 to 10,000,000.");
        }

        if (options.ShoppersPerHour is < 1 or > 10_000_000)
        {
            errors.Add("Storefronts:ShoppersPerHour must be 1 to 10,000,000.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
