using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Tests.Consent;

namespace RetailServerless.Core.Tests.Privacy.Requests;

/// <summary>The policy that ships, against its schema, and files that must be refused.</summary>
public sealed class RequestPolicyFileTests
{
    private static readonly string File = Path.Combine(ConsentFixture.PolicyFolder, "privacy-requests", "default.yaml");

    [Fact]
    public void The_policy_that_ships_is_good_and_says_what_is_documented()
    {
        var policy = Read(System.IO.File.ReadAllText(File));

        Assert.Equal((10, 30, 5, 14, 35, 30, 14, 0, 7), (
            policy.SignInWithinMinutes, policy.VerificationDays, policy.VerificationAttempts, policy.PackageDays, policy.BackupDays, policy.RetrainDays, policy.ProcessorDays, policy.NoticeMinutes, policy.LiftNoticeDays));
        Assert.Equal(LearnedModelAction.Retrain, policy.ActionOf("recommender@3"));
    }

    [Fact]
    public void A_model_can_be_named_that_is_removed_instead_of_trained_anew()
    {
        var policy = Read(System.IO.File.ReadAllText(File).Replace("learnedModels: {}", "learnedModels: { look-alikes: remove }", StringComparison.Ordinal));

        Assert.Equal(LearnedModelAction.Remove, policy.ActionOf("look-alikes@7"));
        Assert.Equal(LearnedModelAction.Retrain, policy.ActionOf("recommender@7"));
    }

    [Theory]
    [InlineData("packageDays: 14", "packageDays: 0", "packageDays")]
    [InlineData("verificationAttempts: 5", "verificationAttempts: 21", "verificationAttempts")]
    [InlineData("processorDays: 14", "processorDays: 46", "processorDays")]
    [InlineData("noticeMinutes: 0", "noticeMinutes: -1", "noticeMinutes")]
    [InlineData("liftNoticeDays: 7", "liftNoticeDays: 0", "liftNoticeDays")]
    public void A_number_out_of_bounds_is_refused_by_its_name(string good, string bad, string name)
    {
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains(good, text, StringComparison.Ordinal);

        var read = new PolicyText("privacy-requests/default.yaml", text.Replace(good, bad, StringComparison.Ordinal)).Read<RequestPolicy>();

        Assert.Contains(name, read.Failure!.Detail + string.Join(' ', read.Failure.Errors.SelectMany(e => e.Value.Prepend(e.Key))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_the_policy_does_not_know_is_refused()
    {
        var read = new PolicyText("privacy-requests/default.yaml", System.IO.File.ReadAllText(File) + "\nverificationDayz: 3\n").Read<RequestPolicy>();

        Assert.NotNull(read.Failure);
    }

    [Fact]
    public void The_schema_bounds_the_same_numbers_as_the_code()
    {
        var schema = System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(ConsentFixture.PolicyFolder, "schemas", "privacy-requests.schema.json")))!["properties"]!.AsObject();
        var text = System.IO.File.ReadAllText(File);
        foreach (var (name, rule) in schema.Where(p => (string?)p.Value!["type"] == "integer"))
        {
            foreach (var bad in new[] { (int)rule!["minimum"]! - 1, (int)rule["maximum"]! + 1 })
            {
                var changed = System.Text.RegularExpressions.Regex.Replace(text, $"(?m)^{name}: \\d+$", $"{name}: {bad}");
                Assert.NotEqual(text, changed);
                Assert.NotNull(new PolicyText("privacy-requests/default.yaml", changed).Read<RequestPolicy>().Failure);
            }

            foreach (var fine in new[] { (int)rule!["minimum"]!, (int)rule["maximum"]! })
            {
                Read(System.Text.RegularExpressions.Regex.Replace(text, $"(?m)^{name}: \\d+$", $"{name}: {fine}"));
            }
        }
    }

    private static RequestPolicy Read(string text) =>
        new PolicyText("privacy-requests/default.yaml", text).Read<RequestPolicy>().TryGet(out var policy, out var failure) ? policy : throw new InvalidDataException(failure.Detail);
}
