using CsCheck;
using RetailServerless.Core.Privacy.Regimes;
using static RetailServerless.Core.Tests.Privacy.Regimes.RegimeFiles;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>11 CCR 7060-7063, and what the GDPR makes of the same questions.</summary>
public sealed class VerificationRulesTests
{
    private static readonly VerificationSituation Stranger = new(PrivacyRight.Access);

    [Fact]
    public void An_account_holder_signs_in_again_and_shows_nothing_else()
    {
        foreach (var right in new[] { PrivacyRight.Access, PrivacyRight.Portability, PrivacyRight.Deletion, PrivacyRight.Correction })
        {
            var situation = new VerificationSituation(right) { AccountHolder = true };

            var needed = Assert.Single(Ccpa.Verification.Demand(situation).Value.Needed);

            Assert.Equal((ProofKind.SignInAgain, "11 CCR 7061(a)"), (needed.Kind, needed.Citation));
            Assert.False(Verify(situation, new PresentedProofs()).Verified);
            Assert.False(Verify(situation, new PresentedProofs { Matched = [DataPoint.Name, DataPoint.Email, DataPoint.Phone], SignedDeclaration = true }).Verified);
            Assert.True(Verify(situation, new PresentedProofs { SignedInAgain = true }).Verified);
        }
    }

    [Theory]
    [InlineData(PrivacyRight.Access, RequestDetail.Categories, DataSensitivity.Sensitive, 2, false, "11 CCR 7062(b)")]
    [InlineData(PrivacyRight.Access, RequestDetail.SpecificPieces, DataSensitivity.Ordinary, 3, true, "11 CCR 7062(c)")]
    [InlineData(PrivacyRight.Portability, RequestDetail.Categories, DataSensitivity.Ordinary, 3, true, "11 CCR 7062(c)")]
    [InlineData(PrivacyRight.Deletion, RequestDetail.SpecificPieces, DataSensitivity.Ordinary, 2, false, "11 CCR 7062(d)")]
    [InlineData(PrivacyRight.Deletion, RequestDetail.SpecificPieces, DataSensitivity.Sensitive, 3, false, "11 CCR 7062(d)")]
    [InlineData(PrivacyRight.Correction, RequestDetail.SpecificPieces, DataSensitivity.Sensitive, 3, false, "11 CCR 7062(d)")]
    public void Everybody_else_shows_as_many_data_points_as_the_right_needs(PrivacyRight right, RequestDetail detail, DataSensitivity sensitivity, int points, bool declaration, string citation)
    {
        var situation = Stranger with { Right = right, Detail = detail, Sensitivity = sensitivity };
        DataPoint[] all = [DataPoint.Email, DataPoint.OrderNumber, DataPoint.PostalAddress];

        var demand = Ccpa.Verification.Demand(situation).Value;

        Assert.Equal(citation, demand.Needed[0].Citation);
        Assert.Equal(declaration, demand.Needed.Any(n => n.Kind == ProofKind.SignedDeclaration));
        Assert.False(Verify(situation, new PresentedProofs { Matched = all[..(points - 1)], SignedDeclaration = true }).Verified);
        Assert.True(Verify(situation, new PresentedProofs { Matched = all[..points], SignedDeclaration = true }).Verified);
        Assert.Equal(!declaration, Verify(situation, new PresentedProofs { Matched = all[..points] }).Verified);
    }

    [Fact]
    public void The_same_data_point_twice_is_one()
    {
        var situation = Stranger with { Detail = RequestDetail.Categories };

        var verdict = Verify(situation, new PresentedProofs { Matched = [DataPoint.Email, DataPoint.Email] });

        Assert.Equal(ProofKind.MatchingDataPoints, Assert.Single(verdict.Missing).Kind);
    }

    [Fact]
    public void What_is_in_dispute_is_never_asked_for_and_never_counts()
    {
        var situation = new VerificationSituation(PrivacyRight.Correction) { Sensitivity = DataSensitivity.Ordinary, InDispute = [DataPoint.PostalAddress] };

        var demand = Ccpa.Verification.Demand(situation).Value;
        var verdict = Verify(situation, new PresentedProofs { Matched = [DataPoint.Email, DataPoint.PostalAddress] });

        Assert.DoesNotContain(DataPoint.PostalAddress, demand.Needed[0].From);
        Assert.Contains(demand.NeverAsked, n => n.Citation == "11 CCR 7060(h)");
        Assert.False(verdict.Verified);
        Assert.Equal([DataPoint.PostalAddress], verdict.NotUsed);
        Assert.True(Verify(situation, new PresentedProofs { Matched = [DataPoint.Email, DataPoint.OrderDate] }).Verified);
    }

    [Theory]
    [InlineData(PrivacyRight.OptOutOfSaleOrSharing, "11 CCR 7026(d), 7060(b)")]
    [InlineData(PrivacyRight.LimitUseOfSensitiveData, "11 CCR 7027(e), 7060(b)")]
    public void An_opt_out_and_a_limit_are_never_verified(PrivacyRight right, string citation)
    {
        foreach (var holder in new[] { true, false })
        {
            var situation = new VerificationSituation(right) { AccountHolder = holder };

            var demand = Ccpa.Verification.Demand(situation).Value;

            Assert.Empty(demand.Needed);
            Assert.Contains(demand.NeverAsked, n => n.Citation == citation);
            Assert.True(Verify(situation, new PresentedProofs()).Verified);
        }
    }

    [Fact]
    public void An_agent_shows_signed_permission_and_the_person_confirms()
    {
        var situation = new VerificationSituation(PrivacyRight.Deletion) { ViaAgent = true, Sensitivity = DataSensitivity.Ordinary };
        var shown = new PresentedProofs { Agent = AgentProof.SignedPermission, Matched = [DataPoint.Email, DataPoint.Phone] };

        var demand = Ccpa.Verification.Demand(situation).Value;

        Assert.Equal([ProofKind.SignedPermission, ProofKind.PersonConfirms, ProofKind.MatchingDataPoints], demand.Needed.Select(n => n.Kind));
        Assert.Contains(demand.NeverAsked, n => n.Citation == "11 CCR 7063(b)" && n.Sentence.Contains("never required", StringComparison.Ordinal));
        Assert.False(Verify(situation, shown).Verified);
        Assert.False(Verify(situation, shown with { Agent = null, PersonConfirmed = true }).Verified);
        Assert.True(Verify(situation, shown with { PersonConfirmed = true }).Verified);
    }

    [Fact]
    public void A_power_of_attorney_is_accepted_and_then_nothing_is_asked_of_the_person()
    {
        var situation = new VerificationSituation(PrivacyRight.Deletion) { ViaAgent = true, AccountHolder = true, Sensitivity = DataSensitivity.Ordinary };

        var verdict = Verify(situation, new PresentedProofs { Agent = AgentProof.PowerOfAttorney, Matched = [DataPoint.Email, DataPoint.Phone] });

        Assert.True(verdict.Verified);
        Assert.Equal("Probate Code 4121-4130", Ccpa.Policy.Agents.PowerOfAttorney.AcceptedUnder);
        Assert.Equal(
            ProofKind.MatchingDataPoints, // That the paper is about this person must still be known.
            Assert.Single(Verify(situation, new PresentedProofs { Agent = AgentProof.PowerOfAttorney }).Missing).Kind);
    }

    [Fact]
    public void An_agent_who_opts_somebody_out_shows_signed_permission_and_nothing_else()
    {
        var situation = new VerificationSituation(PrivacyRight.OptOutOfSaleOrSharing) { ViaAgent = true };

        Assert.Equal(ProofKind.SignedPermission, Assert.Single(Verify(situation, new PresentedProofs()).Missing).Kind);
        Assert.True(Verify(situation, new PresentedProofs { Agent = AgentProof.SignedPermission }).Verified);
        Assert.True(Verify(situation, new PresentedProofs { Agent = AgentProof.PowerOfAttorney }).Verified);
    }

    [Fact]
    public void A_person_who_asks_for_themselves_needs_no_letter()
    {
        var situation = new VerificationSituation(PrivacyRight.Access) { AccountHolder = true };

        Assert.True(Verify(situation, new PresentedProofs { SignedInAgain = true, Agent = AgentProof.SignedPermission }).Verified);
        Assert.DoesNotContain(Ccpa.Verification.Demand(situation).Value.Needed, n => n.Kind == ProofKind.SignedPermission);
    }

    [Fact]
    public void Under_the_gdpr_no_declaration_is_signed_and_a_use_is_stopped_without_questions()
    {
        foreach (var regime in new[] { Gdpr, UkGdpr })
        {
            var access = regime.Verification.Demand(Stranger).Value;

            Assert.Equal(3, Assert.Single(access.Needed).Count);
            Assert.Contains(access.NeverAsked, n => n.Sentence.Contains("identity document", StringComparison.Ordinal));
            Assert.Empty(regime.Verification.Demand(new VerificationSituation(PrivacyRight.Objection)).Value.Needed);
            Assert.Empty(regime.Verification.Demand(new VerificationSituation(PrivacyRight.Restriction)).Value.Needed);
            Assert.Equal(ClockFailures.RightNotInRegime, regime.Verification.Demand(new VerificationSituation(PrivacyRight.OptOutOfSaleOrSharing)).Failure!.Code);
            Assert.Equal(ClockFailures.RightNotInRegime, regime.Verification.Verify(new VerificationSituation(PrivacyRight.OptOutOfSaleOrSharing), new PresentedProofs()).Failure!.Code);
        }
    }

    [Fact]
    public void Every_demand_and_every_prohibition_can_be_shown() =>
        Situations.Sample(s =>
        {
            var demand = s.Regime.Verification.Demand(s.Situation).Value;
            Assert.All(demand.Needed, n => Assert.True(n.Citation.Length > 0 && n.Sentence.EndsWith('.')));
            Assert.All(demand.NeverAsked, n => Assert.True(n.Citation.Length > 0 && n.Sentence.EndsWith('.')));
        });

    [Fact]
    public void Showing_more_never_makes_a_verdict_worse_and_nobody_is_verified_by_what_is_in_dispute() =>
        Situations.Sample(s =>
        {
            var less = new PresentedProofs { Matched = s.Points, SignedDeclaration = s.Flag, Agent = s.Flag ? AgentProof.SignedPermission : null };
            var more = less with { Matched = [.. s.Points, DataPoint.LoyaltyNumber], SignedDeclaration = true, SignedInAgain = true, PersonConfirmed = true, Agent = less.Agent ?? AgentProof.SignedPermission };
            var clean = less with { Matched = [.. s.Points.Except(s.Situation.InDispute)] };
            var before = s.Regime.Verification.Verify(s.Situation, less).Value;
            Assert.True(!before.Verified || s.Regime.Verification.Verify(s.Situation, more).Value.Verified);
            Assert.Equal(before.Verified, s.Regime.Verification.Verify(s.Situation, clean).Value.Verified);
        });

    private static Gen<(Regime Regime, VerificationSituation Situation, DataPoint[] Points, bool Flag)> Situations { get; } =
        from regime in OneOf(Gdpr, UkGdpr, Ccpa)
        from right in OneOf(regime.Policy.Rights.Where(r => r.Value.Exists).Select(r => r.Key).ToArray())
        from detail in Gen.Enum<RequestDetail>()
        from sensitivity in Gen.Enum<DataSensitivity>()
        from holder in Gen.Bool
        from agent in Gen.Bool
        from dispute in Gen.Enum<DataPoint>().Array[0, 3]
        from points in Gen.Enum<DataPoint>().Array[0, 5]
        from flag in Gen.Bool
        select (regime, new VerificationSituation(right) { Detail = detail, Sensitivity = sensitivity, AccountHolder = holder, ViaAgent = agent, InDispute = dispute }, points, flag);

    private static VerificationVerdict Verify(VerificationSituation situation, PresentedProofs presented) => Ccpa.Verification.Verify(situation, presented).Value;
}
