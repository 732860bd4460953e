using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>The laws on people's rights over their data, as the platform applies them.</summary>
public sealed partial class RegimeFunctions(PrivacyRegimes regimes, TimeProvider clock)
{
    /// <summary>Lists the regimes with their rules, each with its citation and sentence.</summary>
    [Function(nameof(ListPrivacyRegimes))]
    [ApiOperation(
        "List the privacy regimes",
        Description = "Rights, clocks, verification, records and fees of each, every rule with its citation, and the holidays that its clocks know. "
            + "With a country or a region: the one regime that applies to a person who lives there.",
        Response = typeof(Page<RegimeView>),
        Query = ["country: ISO 3166-1, as DE", "region: ISO 3166-2, as US-CA"])]
    public async Task<IActionResult> ListPrivacyRegimes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/privacy/regimes")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!ReadResidence(request).TryGet(out var residence, out var failure) || !(await regimes.GetAsync(cancellationToken)).TryGet(out var directory, out failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var year = clock.GetUtcNow().Year;
        IReadOnlyList<Regime> shown = residence == Residence.Unknown ? directory.All : [directory.For(residence)];
        return Answers.Ok(new Page<RegimeView>([.. shown.Select(r => RegimeView.Of(r, year))], null));
    }

    private static Result<Residence> ReadResidence(HttpRequest request)
    {
        var country = request.ReadText("country");
        var region = request.ReadText("region");
        if (country is not null && !Country().IsMatch(country))
        {
            return RequestQuery.Invalid("country", "must be two letters of ISO 3166-1, as DE");
        }

        return region is null || Region().IsMatch(region)
            ? new Residence(country, region)
            : RequestQuery.Invalid("region", "must be a region of ISO 3166-2, as US-CA");
    }

    [GeneratedRegex("^[A-Za-z]{2}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Country();

    [GeneratedRegex("^[A-Za-z]{2}-[A-Za-z0-9]{1,3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Region();
}
