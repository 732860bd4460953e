using System.Text.Json;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Decisions;

/// <summary>Explains decisions: to the person in plain language, to the board in full.</summary>
public sealed class DecisionExplainer(DecisionContests contests, AuditReader audit)
{
    /// <summary>The explanation for the person. Whether they may see it has been checked.</summary>
    public async Task<DecisionExplanation> ExplainAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Explain(record, await contests.FindAsync(record, cancellationToken));
    }

    /// <summary>The explanation, the record and its proof, for the board.</summary>
    public async Task<DecisionExplanation> OpenDossierAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var content = JsonSerializer.SerializeToNode(record, PlatformJson.Options)!.AsObject();
        content.Remove("person");
        return await ExplainAsync(record, cancellationToken) with { Record = content, Audit = await ProveAsync(record, cancellationToken) };
    }

    internal static DecisionExplanation Explain(DecisionRecord record, DecisionReview? review) => new()
    {
        Id = record.Id,
        At = record.At,
        Kind = record.Kind,
        Outcome = record.Outcome,
        Summary = PlainLanguage.Summary(record),
        Reasons = record.Reasons,
        Basis = [.. record.Grants.Select(PlainLanguage.Basis).DefaultIfEmpty("No data about you was used.")],
        NotUsed = [.. record.Refusals.Select(PlainLanguage.NotUsed)],
        Evidence = [.. record.Evidence.Select(e => new ExplainedEvidence(e.Id, e.Kind, PlainLanguage.Evidence(e)))],
        WhatWouldChange = record.Counterfactual,
        MadeBy = [.. PlainLanguage.MadeBy(record)],
        Contest = new ContestInvitation(
            review is null
                ? "If you think this is wrong, object to it and a person will look at it. You need not give a reason."
                : "You have objected to this, and a person will look at it.",
            "POST",
            $"/api/decisions/{record.Id}/contest"),
        Review = review,
    };

    private async Task<DecisionProof> ProveAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        var entry = await audit.FindAsync(record.Person, record.AuditEntryId, cancellationToken);
        var committed = entry?.BodyState == AuditBodyState.Verified && (string?)entry.Body?["recordSha256"] == DecisionStore.HashOf(record);
        return new DecisionProof(record.AuditEntryId, entry?.Index, entry?.BodyState, committed);
    }
}
