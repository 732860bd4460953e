using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>What a shopper has agreed to. The route table decides who may call; these functions look again.</summary>
public sealed class ConsentFunctions(ConsentService consent, TimeProvider clock)
{
    internal static readonly Failure NotYours = new(FailureKind.Forbidden, "not-your-own", "Consent can be reached only for that very shopper.");

    private const string ReceiptList = "consent-receipts";

    private static readonly Failure NeedsOwnToken = new(
        FailureKind.Forbidden,
        "consent-needs-own-token",
        "A storefront key can only withdraw consent. To give it, or to say something of themselves, the shopper has to call with their own token, so that nobody agrees for somebody else.");

    private static readonly Failure HistoryNeedsOwnToken = new(
        FailureKind.Forbidden, "consent-needs-own-token", "A storefront key sees consent as it is now. What was agreed to in the past is shown with the shopper's own token.");

    /// <summary>Shows where the shopper stands with every purpose, and the notices to show before asking.</summary>
    [Function(nameof(GetConsent))]
    [ApiOperation(
        "Show what a shopper has agreed to",
        Description = "With 'at' it shows what had been agreed to at that instant, as the receipts prove it; a storefront key needs the shopper's own token for that.",
        Response = typeof(ConsentView),
        Query =
        [
            "at: an instant of the past, as 2026-11-24T08:00:00Z",
            "jurisdiction: where the request comes from, as DE or US-CA; it counts where nobody has said where the shopper lives",
        ])]
    public async Task<IActionResult> GetConsent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/customers/{id}/consent")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var person = PersonId.Of(new CustomerId(id));
        if (!MayRead(http.GetCaller(), person))
        {
            return NotYours.ToActionResult(http);
        }

        if (request.ReadText("at") is { } at)
        {
            return await GetAtAsync(http, person, at, cancellationToken);
        }

        var place = request.ReadText("jurisdiction");
        return place is null || DeclaredFacts.IsPlace(place)
            ? Answer(await consent.GetAsync(person, place, cancellationToken), http)
            : RequestQuery.Invalid("jurisdiction", "must be a country as DE or a part of one as US-CA").ToActionResult(http);
    }

    /// <summary>Changes purposes one by one; each change leaves a receipt and acts on the next call.</summary>
    [Function(nameof(PutConsent))]
    [ApiOperation(
        "Give or withdraw consent, purpose by purpose",
        Description = "What is not named stays as it is. Where a purpose has channels, a yes names one, as marketing.email; a no to the purpose is one to all. A storefront key can only withdraw. After an opt-out the person "
            + "is not asked for 12 months (Civ. Code 1798.135(c)(4)), and opts in in two steps (11 CCR 7028): the first answers with an id under 'confirmation', the second sends it under 'confirms'. "
            + "If-Match is honoured, and not needed: a decision about a purpose does not depend on the others.",
        Request = typeof(ConsentBody),
        Response = typeof(ConsentView),
        Headers = ["If-Match", "Sec-GPC"])]
    public async Task<IActionResult> PutConsent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/customers/{id}/consent")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var caller = http.GetCaller();
        var person = PersonId.Of(new CustomerId(id));
        if (!ActsFor(caller, person))
        {
            return NotYours.ToActionResult(http);
        }

        if (!request.ReadWriteCondition().TryGet(out var condition, out var failure)
            || !(await request.ReadJsonAsync<ConsentBody>(cancellationToken: cancellationToken)).TryGet(out var body, out failure)
            || !body.ToChange(person, caller, http.GetPrivacySignals(), condition, clock.GetUtcNow()).TryGet(out var change, out failure))
        {
            return failure.ToActionResult(http);
        }

        return caller.Kind == CallerKind.Storefront && (change.Purposes.Values.Contains(true) || body.Declares)
            ? NeedsOwnToken.ToActionResult(http)
            : Answer(await consent.ChangeAsync(change, cancellationToken), http);
    }

    /// <summary>Lists the receipts, oldest first.</summary>
    [Function(nameof(ListConsentReceipts))]
    [ApiOperation(
        "List the receipts of a shopper's decisions", Response = typeof(Page<ConsentReceipt>), Query = ["size: 1 to 100, 50 unless given", "continuationToken: of the page before"])]
    public async Task<IActionResult> ListConsentReceipts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/customers/{id}/consent/receipts")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        var person = PersonId.Of(new CustomerId(id));
        if (!MayRead(http.GetCaller(), person))
        {
            return NotYours.ToActionResult(http);
        }

        if (!request.ReadInt("size", 50, 1, 100).TryGet(out var size, out var failure)
            || !ContinuationToken.Decode<int>(ReceiptList, request.ReadText("continuationToken")).TryGet(out var after, out failure))
        {
            return failure.ToActionResult(http);
        }

        var receipts = await consent.ListReceiptsAsync(person, after, size + 1, cancellationToken);
        var more = receipts.Count > size;
        return Answers.Ok(new Page<ConsentReceipt>(
            more ? [.. receipts.Take(size)] : receipts, more ? ContinuationToken.Encode(ReceiptList, receipts[size - 1].Number) : null));
    }

    internal static bool MayRead(Caller caller, PersonId person) =>
        ActsFor(caller, person) || (caller.Kind == CallerKind.Staff && caller.Roles.Contains(StaffRoles.PrivacyOfficer, StringComparer.Ordinal));

    private static bool ActsFor(Caller caller, PersonId person) => caller.Kind is CallerKind.Shopper or CallerKind.Storefront && caller.Person == person;

    private static IActionResult Answer(Result<ConsentView> view, HttpContext http) => view.ToActionResult(http, v => Answers.Ok(v, v.ETag));

    private async Task<IActionResult> GetAtAsync(HttpContext http, PersonId person, string text, CancellationToken cancellationToken)
    {
        if (http.GetCaller().Kind == CallerKind.Storefront)
        {
            return HistoryNeedsOwnToken.ToActionResult(http);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at <= clock.GetUtcNow()
            ? Answers.Ok(await consent.GetAtAsync(person, at, cancellationToken))
            : RequestQuery.Invalid("at", "must be an instant of the past, as 2026-11-24T08:00:00Z").ToActionResult(http);
    }
}
