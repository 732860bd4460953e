using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// What has to outlive the items and the profile of a person so that later nights count rightly: when they were last seen, and where they live. It goes when nothing else about them is left. Container
/// <c>retention-marks</c>, partition the person.
/// </summary>
[PersonalData(Container = Container)]
internal sealed record RetentionMark
{
    public const string Container = "retention-marks";
    public const string DocumentId = "mark";

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Container, "When the person was last seen, and the country they live in, for as long as something else about them is kept.", ["identifiers"], [Purpose.Service])
    {
        Retention = "Until nothing else about you is left.",
    };

    /// <summary>When the newest item was begun that has been removed, UTC.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }

    /// <summary>The country of a profile that has been removed.</summary>
    public string? Country { get; init; }

    /// <summary>The region of a profile that has been removed.</summary>
    public string? Region { get; init; }

    /// <summary>Both together.</summary>
    public RetentionMark And(RetentionMark other) => new()
    {
        LastActivityAt = LastActivityAt > other.LastActivityAt ? LastActivityAt : other.LastActivityAt ?? LastActivityAt,
        Country = other.Country ?? Country,
        Region = other.Region ?? Region,
    };
}
