namespace RetailServerless.LocalHost.Durable.Payloads;

/// <summary>Which of the contents of a row are objects elsewhere, by the identity of the content.</summary>
internal sealed class PayloadNames
{
    private readonly List<(object Content, string Name)> _all;

    public PayloadNames(IEnumerable<(object Content, string Name)> all) => _all = [.. all];

    public IReadOnlyList<(object Content, string Name)> All => _all;

    public string? NameOf(object? content)
    {
        foreach (var (known, name) in _all)
        {
            if (ReferenceEquals(known, content))
            {
                return name;
            }
        }

        return null;
    }
}

/// <summary>Something to be written elsewhere before the commit that names it.</summary>
internal sealed record PayloadUpload(string Name, byte[] Content);
