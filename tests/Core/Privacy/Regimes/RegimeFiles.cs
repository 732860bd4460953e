using CsCheck;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Tests.Consent;

namespace RetailServerless.Core.Tests.Privacy.Regimes;

/// <summary>The regimes of the product, read from its policy files.</summary>
internal static class RegimeFiles
{
    private static readonly Lazy<Regime> GdprFile = new(() => Load("gdpr"));
    private static readonly Lazy<Regime> UkGdprFile = new(() => Load("uk-gdpr"));
    private static readonly Lazy<Regime> CcpaFile = new(() => Load("ccpa"));

    public static string Folder { get; } = Path.Combine(ConsentFixture.PolicyFolder, "privacy");

    public static Regime Gdpr => GdprFile.Value;

    public static Regime UkGdpr => UkGdprFile.Value;

    public static Regime Ccpa => CcpaFile.Value;

    public static IReadOnlyList<Regime> All => [Gdpr, UkGdpr, Ccpa];

    public static PolicyText Text(string id) => new($"privacy/{id}.yaml", File.ReadAllText(Path.Combine(Folder, id + ".yaml")));

    public static HolidayCalendar Calendar(string id) => new(Read<HolidayCalendarPolicy>("calendars/" + id));

    public static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static TimeZoneInfo ZoneOf(Regime regime) => TimeZoneInfo.FindSystemTimeZoneById(regime.Policy.TimeZone);

    /// <summary>A time of day in the zone of a regime.</summary>
    public static DateTimeOffset At(Regime regime, DateOnly day, int hour = 10, int minute = 0)
    {
        var local = day.ToDateTime(new TimeOnly(hour, minute));
        return new DateTimeOffset(local, ZoneOf(regime).GetUtcOffset(local));
    }

    public static IReadOnlyList<Deadline> Deadlines(this Regime regime, PrivacyRight right, DateOnly received, ClockExtension? extension = null, params ClockStop[] stops) =>
        regime.Clock.Deadlines(new ClockQuestion(right, At(regime, received), At(regime, received)) { Extension = extension, Stops = stops }).Value;

    public static Deadline Of(this IReadOnlyList<Deadline> deadlines, DeadlineKind kind) => deadlines.Single(d => d.Kind == kind);

    /// <summary>One of these.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Regime Load(string id)
    {
        var policy = Read<RegimePolicy>(id);
        return new Regime(id, $"privacy/{id}@1", policy, Calendar(policy.Calendar));
    }

    private static T Read<T>(string id)
        where T : class => Text(id).Read<T>().TryGet(out var policy, out var failure) ? policy : throw new InvalidDataException(failure.Detail);
}
