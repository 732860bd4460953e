using NJsonSchema;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Results;
using RetailServerless.Core.Tests.Consent;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

public sealed class RegimePolicyTests
{
    [Fact]
    public async Task Every_regime_of_the_product_fits_its_type_and_its_schema()
    {
        var schema = await SchemaAsync("privacy-regime");
        foreach (var file in Directory.GetFiles(RegimeFiles.Folder, "*.yaml"))
        {
            var text = RegimeFiles.Text(Path.GetFileNameWithoutExtension(file));

            Assert.Null(text.Read<RegimePolicy>().Failure?.Detail);
            Assert.Empty(schema.Validate(ToJson(text.Yaml)));
            Assert.True(File.Exists(Path.Combine(RegimeFiles.Folder, "calendars", text.Read<RegimePolicy>().Value.Calendar + ".yaml")));
        }
    }

    [Fact]
    public async Task Every_calendar_of_the_product_fits_its_type_and_its_schema()
    {
        var schema = await SchemaAsync("privacy-calendar");
        foreach (var file in Directory.GetFiles(Path.Combine(RegimeFiles.Folder, "calendars"), "*.yaml"))
        {
            var text = RegimeFiles.Text("calendars/" + Path.GetFileNameWithoutExtension(file));

            Assert.Null(text.Read<HolidayCalendarPolicy>().Failure?.Detail);
            Assert.Empty(schema.Validate(ToJson(text.Yaml)));
        }
    }

    [Theory]
    [InlineData("name: CCPA", "name: \" \"", "$.name must not be empty", true)]
    [InlineData("law: California", "lore: California", "'lore'", true)]
    [InlineData("timeZone: America/Los_Angeles", "timeZone: America/Atlantis", "$.timeZone must be an IANA time zone", false)]
    [InlineData("calendar: california", "calendar: ../secret", "$.calendar must be the name of a file", true)]
    [InlineData("warnDaysBefore: [14, 7, 3, 1, 0]", "warnDaysBefore: []", "$.warnDaysBefore must be different numbers", true)]
    [InlineData("warnDaysBefore: [14, 7, 3, 1, 0]", "warnDaysBefore: [7, 7]", "$.warnDaysBefore must be different numbers", true)]
    [InlineData("regions: [US-CA]", "regions: [California]", "$.appliesTo.regions[0] must be a region", true)]
    [InlineData("regions: [US-CA]", "countries: [usa]", "$.appliesTo.countries[0] must be a country", true)]
    [InlineData("regions: [US-CA]", "everywhereElse: false", "$.appliesTo must name a country", false)]
    [InlineData("amount: 45\n      unit: calendarDays", "amount: 0\n      unit: calendarDays", "$.clocks.verified.answer.amount must be 1 to 366", true)]
    [InlineData("amount: 45\n      unit: calendarDays", "amount: 45\n      unit: fortnights", "$.clocks.verified.answer.unit does not have the expected type", true)]
    [InlineData("amount: 45\n      unit: calendarDays", "amount: 45\n      unit: calendarDays\n      end: nextWorkingDay", "$.clocks.verified.answer.endCitation must say which rule", true)]
    [InlineData("maximumTotal: 90", "maximumTotal: 80", "$.clocks.verified.extension.maximumTotal must hold", false)]
    [InlineData("effect: runsOn", "effect: sleeps", "$.clocks.verified.stops.identity.effect does not have", true)]
    [InlineData("citation: 11 CCR 7021(a)", "citation: \"\"", "$.clocks.verified.acknowledgement must have a citation and a sentence", true)]
    [InlineData("sentence: You can have wrong data put right.", "sentence: \"\"", "$.rights.correction must have a citation and a sentence", true)]
    [InlineData("  objection:\n    exists: false", "  obligation:\n    exists: false", "$.rights", true)]
    [InlineData("handledAs: optOutOfSaleOrSharing", "handledAs: objection", "$.rights.objection.handledAs must be a right that exists", false)]
    [InlineData("clock: stopUse\n    identity:\n      verified: false\n      citation: 11 CCR 7026(d)", "clock: never\n    identity:\n      verified: false\n      citation: 11 CCR 7026(d)", "$.rights.optOutOfSaleOrSharing.clock must name one of the clocks", false)]
    [InlineData("verified: false\n      citation: 11 CCR 7026(d), 7060(b)", "verified: false\n      cases: [{ level: ordinary }]\n      citation: 11 CCR 7026(d), 7060(b)", "$.rights.optOutOfSaleOrSharing.identity.cases must be empty", true)]
    [InlineData("- { level: specificPieces, detail: specificPieces }", "", "$.rights.access.identity has no case for specificPieces, ordinary", false)]
    [InlineData("- { level: categories, detail: categories }", "- { level: some, detail: categories }", "$.rights.access.identity.cases[0].level must name one of the levels", false)]
    [InlineData("exists: true\n    citation: Civ. Code 1798.106", "exists: false\n    citation: Civ. Code 1798.106", "$.rights.correction must have no clock and no identity", true)]
    [InlineData("dataPoints: 3\n      signedDeclaration: true", "dataPoints: 12\n      signedDeclaration: true", "$.verification.levels.specificPieces.dataPoints must be no more", true)]
    [InlineData("[name, email,", "[name, name, email,", "$.verification.reliableDataPoints must be different", true)]
    [InlineData("maxAttempts: 5", "maxAttempts: 1000", "$.verification.codes must have", true)]
    [InlineData("from: 2022-01-01", "from: yesterday", "$.accessLookBack.from", true)]
    [InlineData("months: 24", "months: 0", "$.recordKeeping.months must be 1 to 600", true)]
    [InlineData("publishByMonth: 7", "publishByMonth: 13", "$.metrics must have", true)]
    [InlineData("sentence: Verification costs nothing.", "sentence: \"\"", "$.fees[1] must have a citation and a sentence", true)]
    [InlineData("powerOfAttorney:", "powerOfLawyer:", "'powerOfLawyer'", true)]
    public async Task A_regime_that_cannot_be_used_is_refused_with_file_line_and_reason(string from, string to, string reason, bool schemaSeesIt)
    {
        var good = RegimeFiles.Text("ccpa").Yaml;
        var bad = Replace(good, from, to);

        var failure = new PolicyText("privacy/ccpa.yaml", bad).Read<RegimePolicy>().Failure!;

        Assert.NotEqual(good, bad);
        Assert.Equal(PolicyFailures.Unreadable, failure.Code);
        Assert.Matches(@"^privacy/ccpa\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
        Assert.Equal(schemaSeesIt, (await SchemaAsync("privacy-regime")).Validate(ToJson(bad)).Count > 0);
    }

    [Fact]
    public void The_line_is_that_of_the_rule()
    {
        var lines = RegimeFiles.Text("ccpa").Yaml.Split('\n');
        var line = Array.FindIndex(lines, l => l.Contains("maximumTotal: 90", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("90", "80", StringComparison.Ordinal);

        var failure = new PolicyText("privacy/ccpa.yaml", string.Join('\n', lines)).Read<RegimePolicy>().Failure!;

        Assert.StartsWith($"privacy/ccpa.yaml:{line + 1}: ", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restDays: [saturday, sunday]", "restDays: [sunday, monday, tuesday, wednesday]", "$.restDays must be at most three")]
    [InlineData("restDays: [saturday, sunday]", "restDays: [sunday, sunday]", "$.restDays must be at most three")]
    [InlineData("restDays: [saturday, sunday]", "restDays: [caturday]", "$.restDays[0]")]
    [InlineData("easter: -2", "easter: -200", "$.holidays[1].easter must be -100 to 100")]
    [InlineData("easter: -2", "easter: -2, once: 2026-04-03", "$.holidays[1] must have exactly one of")]
    [InlineData("easter: -2, ", "", "$.holidays[1] must have exactly one of")]
    [InlineData("weekday: { month: 5, weekday: monday, nth: -1 }", "weekday: { month: 5, weekday: monday, nth: 5 }", "$.holidays[5].weekday must have")]
    [InlineData("weekday: { month: 5, weekday: monday, nth: -1 }", "weekday: { month: 13, weekday: monday, nth: 1 }", "$.holidays[5].weekday must have")]
    [InlineData("once: 2020-05-08", "once: 2020-05-88", "$.holidays[4].once")]
    [InlineData("citation: Common law }", "citation: \"\" }", "$.holidays[1] must have a name and a citation")]
    [InlineData("on: { month: 1, day: 1 }", "on: { month: 2, day: 30 }", "$.holidays[0].on is no day of a year")]
    [InlineData("on: { month: 1, day: 1 }", "on: { month: 1, day: 1 }, fromYear: 2020, toYear: 2019", "$.holidays[0].toYear must not be before")]
    [InlineData("shift: nextFreeDay", "shift: someday", "$.holidays[0].shift")]
    [InlineData("name: United Kingdom", "name: \"\" #", "$.name must not be empty")]
    public void A_calendar_that_cannot_be_used_is_refused_with_file_line_and_reason(string from, string to, string reason)
    {
        var good = RegimeFiles.Text("calendars/england-and-wales").Yaml;
        var bad = Replace(good, from, to);

        var failure = new PolicyText("privacy/calendars/england-and-wales.yaml", bad).Read<HolidayCalendarPolicy>().Failure!;

        Assert.NotEqual(good, bad);
        Assert.Matches(@"^privacy/calendars/england-and-wales\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_of_the_issue_are_in_the_files_with_their_citations()
    {
        var (gdpr, ccpa) = (RegimeFiles.Gdpr.Policy, RegimeFiles.Ccpa.Policy);

        Assert.Equal((24, "11 CCR 7101(a)"), (ccpa.RecordKeeping.Months, ccpa.RecordKeeping.Citation));
        Assert.Equal(RegimeFiles.Day("2022-01-01"), ccpa.AccessLookBack!.From);
        Assert.Equal(10_000_000, ccpa.Metrics!.ConsumersPerYear);
        Assert.Equal("11 CCR 7026(d), 7060(b)", ccpa.Right(PrivacyRight.OptOutOfSaleOrSharing).Identity!.Citation);
        Assert.Equal("11 CCR 7027(e), 7060(b)", ccpa.Right(PrivacyRight.LimitUseOfSensitiveData).Identity!.Citation);
        Assert.Contains("GDPR Art. 12(3)", gdpr.ClockOf(PrivacyRight.Access)!.Answer.Citation, StringComparison.Ordinal);
        Assert.Contains("Reg. 1182/71", gdpr.ClockOf(PrivacyRight.Access)!.Answer.Citation, StringComparison.Ordinal);
        Assert.Contains("12A", RegimeFiles.UkGdpr.Policy.ClockOf(PrivacyRight.Access)!.Stops[StopReason.Scope].Citation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-24", "2028-11-25")]
    [InlineData("2028-02-29", "2030-03-01")]
    [InlineData("2026-12-31", "2029-01-01")]
    public void The_record_of_a_request_is_kept_for_full_24_months(string closed, string deleteFrom) =>
        Assert.Equal(RegimeFiles.Day(deleteFrom), RegimeFiles.Ccpa.Policy.RecordKeeping.DeleteFrom(RegimeFiles.Day(closed)));

    private static string Replace(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return at < 0 ? text : text[..at] + to + text[(at + from.Length)..];
    }

    private static Task<JsonSchema> SchemaAsync(string name) => JsonSchema.FromFileAsync(Path.Combine(ConsentFixture.PolicyFolder, "schemas", name + ".schema.json"));

    private static string ToJson(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return PolicyNodes.ToJson((YamlMappingNode)stream.Documents[0].RootNode).ToJsonString();
    }
}
