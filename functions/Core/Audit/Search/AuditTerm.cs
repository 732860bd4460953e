namespace RetailServerless.Core.Audit.Search;

/// <summary>What a leaf can be found by beside its time. The numbers are stored.</summary>
public enum AuditFacet
{
    /// <summary>Its kind, and every kind above it.</summary>
    Kind = 1,

    /// <summary>The role of who acted.</summary>
    ActorRole = 2,

    /// <summary>A model, with its version and without.</summary>
    Model = 3,

    /// <summary>A policy, with its version and without.</summary>
    Policy = 4,
}

/// <summary>Something that a leaf is found by.</summary>
/// <param name="Facet">Of which facet.</param>
/// <param name="Value">Its value.</param>
public readonly record struct AuditTerm(AuditFacet Facet, string Value)
{
    private const char Joined = ',';
    private const char Version = '@';
    private const char Below = '.';

    /// <summary>All terms under which a value of a leaf is found: <c>consent.changed</c> under itself and <c>consent</c>, <c>chat/returns@1,chat/store@2</c> under each of both, with its version and without.</summary>
    public static IEnumerable<AuditTerm> Of(AuditFacet facet, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return facet switch
        {
            AuditFacet.Kind => Prefixes(value).Select(kind => new AuditTerm(facet, kind)),
            AuditFacet.ActorRole => [new AuditTerm(facet, value)],
            AuditFacet.Model or AuditFacet.Policy => value.Split(Joined).SelectMany(WithAndWithoutVersion).Distinct(StringComparer.Ordinal).Select(name => new AuditTerm(facet, name)),
            _ => throw new ArgumentOutOfRangeException(nameof(facet)),
        };
    }

    /// <summary>The terms that a leaf must have for a value that was asked for.</summary>
    public static IEnumerable<AuditTerm> Asked(AuditFacet facet, string? value) =>
        value is null ? [] : value.Split(facet is AuditFacet.Model or AuditFacet.Policy ? Joined : '\0').Select(part => new AuditTerm(facet, part));

    private static IEnumerable<string> Prefixes(string kind)
    {
        for (var end = kind.IndexOf(Below, StringComparison.Ordinal); end >= 0; end = kind.IndexOf(Below, end + 1))
        {
            yield return kind[..end];
        }

        yield return kind;
    }

    private static IEnumerable<string> WithAndWithoutVersion(string name) =>
        name.LastIndexOf(Version) is > 0 and var at ? [name, name[..at]] : [name];
}
