using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;

namespace RetailServerless.Core.Tests.Decisions;

public sealed class DecisionExplainerTests
{
    private readonly DecisionFixture _fixture = new();

    [Fact]
    public void The_explanation_says_what_why_on_which_ground_and_how_to_object()
    {
        var record = DecisionFixture.Record();

        var explanation = DecisionExplainer.Explain(record, null);

        Assert.Equal("Our AI assistant answered your message. The message came through the storefront 'web'.", explanation.Summary);
        Assert.Equal(record.Reasons, explanation.Reasons);
        Assert.Equal(["Data about you was used for doing what you asked for, because it was needed to do what you asked for (rules consent/default@1)."], explanation.Basis);
        Assert.Equal(["Data about you was not used for choosing things for you: you have not agreed to it."], explanation.NotUsed);
        Assert.Equal("The product SKU-1 in our catalog, as of 7.", Assert.Single(explanation.Evidence).Description);
        Assert.Equal(record.Counterfactual, explanation.WhatWouldChange);
        Assert.Equal(["Model offline-responder@1", "Rules chat/returns@1"], explanation.MadeBy);
        Assert.Equal($"/api/decisions/{record.Id}/contest", explanation.Contest.Url);
    }

    [Theory]
    [InlineData("return-accepted", "rules accepted your return")]
    [InlineData("return-refused", "rules did not accept your return")]
    [InlineData("handed-off", "handed your conversation to a person")]
    [InlineData("cannot-answer", "could not answer")]
    [InlineData("price-shown", "price shown")]
    public void Every_outcome_has_words(string outcome, string words)
    {
        var explanation = DecisionExplainer.Explain(DecisionFixture.Record() with { Outcome = outcome }, null);

        Assert.Contains(words, explanation.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_basis_and_purpose_has_words()
    {
        foreach (var purpose in PurposeNames.All)
        {
            foreach (var basis in Enum.GetValues<LegalBasis>())
            {
                var record = DecisionFixture.Record() with
                {
                    Grants = [new GrantReference(purpose, basis, "consent/default@1", "r-1")],
                    Refusals = [new Refusal(purpose, "consent-expired", "consent/default@1")],
                };

                var explanation = DecisionExplainer.Explain(record, null);

                Assert.StartsWith("Data about you was used for ", Assert.Single(explanation.Basis), StringComparison.Ordinal);
                Assert.EndsWith("your agreement has expired.", Assert.Single(explanation.NotUsed), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void When_nothing_personal_was_used_it_says_so()
    {
        var explanation = DecisionExplainer.Explain(DecisionFixture.Record() with { Grants = [] }, null);

        Assert.Equal(["No data about you was used."], explanation.Basis);
    }

    [Fact]
    public async Task Contesting_opens_one_review_and_leaves_one_entry_without_what_was_written()
    {
        var record = DecisionFixture.Record();

        var first = await _fixture.Contests.OpenAsync(record, "I never said 100 EUR", "shopper", null, default);
        var second = await _fixture.Contests.OpenAsync(record, "again", "shopper", null, default);

        Assert.Equal(first, second);
        Assert.Equal(ReviewStatus.Open, first.Status);
        var entry = Assert.Single((await _fixture.Reader.ReadAsync(new AuditQuery(0, 10), default)).Entries);
        Assert.Equal("decision.contested", entry.Leaf!.Kind);
        Assert.DoesNotContain("never said", entry.Body!.ToJsonString() + _fixture.Documents.Dump(), StringComparison.Ordinal);
        Assert.Equal(first, (await _fixture.Explainer.ExplainAsync(record, default)).Review);
    }

    [Fact]
    public async Task Many_contests_at_once_are_one()
    {
        var record = DecisionFixture.Record();

        var reviews = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _fixture.Contests.OpenAsync(record, null, "shopper", null, default))));

        Assert.Single(reviews.Distinct());
        Assert.Single(_fixture.AuditStore.Entries);
    }

    [Fact]
    public async Task The_board_sees_the_record_and_not_the_person()
    {
        var record = DecisionFixture.Record();
        await _fixture.Store.SaveAsync(record, default);

        var dossier = await _fixture.Explainer.OpenDossierAsync(record, default);

        Assert.Equal("SKU-1", (string?)dossier.Record!["evidence"]![0]!["reference"]);
        Assert.DoesNotContain("ada-4711", dossier.Record.ToJsonString(), StringComparison.Ordinal);
    }
}
