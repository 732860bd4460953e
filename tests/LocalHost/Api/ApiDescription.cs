namespace RetailServerless.LocalHost.Tests.Api;

/// <summary>The types of the original packages: header and members, as the description files write them.</summary>
internal sealed class ApiDescription
{
    private readonly Dictionary<string, (string Header, HashSet<string> Members)> _types = new(StringComparer.Ordinal);

    public static ApiDescription Read(string folder)
    {
        var description = new ApiDescription();
        foreach (var file in Directory.GetFiles(folder, "*.txt"))
        {
            description.Read(File.ReadLines(file));
        }

        return description;
    }

    /// <summary>The key is <c>Namespace.Type</c>; nested types have a dot, generic ones their parameters.</summary>
    public bool TryGet(string type, out string header, out HashSet<string> members)
    {
        var found = _types.TryGetValue(type, out var entry);
        (header, members) = found ? entry : (string.Empty, []);
        return found;
    }

    private void Read(IEnumerable<string> lines)
    {
        var ns = string.Empty;
        HashSet<string> members = [];
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                var header = line.Trim();
                var key = $"{ns}.{NameIn(header)}";
                members = _types.TryGetValue(key, out var known) ? known.Members : [];
                _types[key] = (header, members);
            }
            else
            {
                ns = line["namespace ".Length..].Trim();
            }
        }
    }

    /// <summary>What stands between the kind of type and its bases.</summary>
    private static string NameIn(string header)
    {
        var name = header.Split(" : ")[0];
        foreach (var word in new[] { "static ", "abstract ", "sealed ", "class ", "interface ", "struct ", "enum ", "delegate " })
        {
            name = name.StartsWith(word, StringComparison.Ordinal) ? name[word.Length..] : name;
        }

        return name;
    }
}
