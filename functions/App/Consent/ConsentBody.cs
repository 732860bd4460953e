using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Consent;

/// <summary>A change of consent as it comes over HTTP.</summary>
/// <param name="Purposes">Purpose by purpose; what is not named stays as it is.</param>
/// <param name="Channel">Where the person decided, as <c>web</c> or <c>app</c>; the kind of the caller unless given.</param>
/// <param name="NoticeVersions">The versions of the notices that were shown.</param>
internal sealed record ConsentBody(Dictionary<string, bool>? Purposes, string? Channel = null, Dictionary<string, string>? NoticeVersions = null)
{
    private const int MaxChannel = 32;

    /// <summary>The change, or <c>invalid-consent</c> with the fields that are wrong.</summary>
    public Result<ConsentChange> ToChange(PersonId person, Caller caller, PrivacySignals signals, WriteCondition condition)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var purposes = Read(Purposes, "$.purposes", errors);
        var notices = Read(NoticeVersions, "$.noticeVersions", errors);
        var channel = Channel ?? caller.Role;
        if (Purposes is null or { Count: 0 })
        {
            errors["$.purposes"] = ["must name at least one purpose, as in {\"personalization\": true}"];
        }

        if (channel is not { Length: > 0 and <= MaxChannel } || !channel.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            errors["$.channel"] = ["must be 1 to 32 of a-z, 0-9 and -"];
        }

        return errors.Count > 0
            ? new Failure(FailureKind.Invalid, "invalid-consent", "The change of consent cannot be read; see the errors of the fields.") { Errors = errors }
            : new ConsentChange
            {
                Person = person,
                Purposes = purposes,
                NoticeVersions = notices,
                Channel = channel,
                ActorRole = caller.Role,
                Storefront = caller.Storefront,
                Condition = condition,
                Signals = signals,
            };
    }

    private static Dictionary<Purpose, T> Read<T>(Dictionary<string, T>? named, string path, Dictionary<string, string[]> errors)
    {
        var read = new Dictionary<Purpose, T>();
        foreach (var (name, value) in named ?? [])
        {
            if (PurposeNames.TryParse(name, out var purpose))
            {
                read[purpose] = value;
            }
            else
            {
                errors[$"{path}.{Shown(name)}"] = [$"is not a purpose; purposes are {string.Join(", ", PurposeNames.All.Select(p => p.Name()))}"];
            }
        }

        return read;
    }

    private static string Shown(string name) => name.Length > 64 ? name[..64] + "…" : name;
}
