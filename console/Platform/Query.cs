namespace RetailServerless.Console.Platform;

/// <summary>Builds query strings.</summary>
internal static class Query
{
    /// <summary>The path with these values behind it; those that are <see langword="null"/> or empty are left out.</summary>
    public static string Add(string path, params (string Name, string? Value)[] values)
    {
        foreach (var (name, value) in values.Where(v => !string.IsNullOrEmpty(v.Value)))
        {
            path += $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value!)}";
        }

        return path;
    }
}
