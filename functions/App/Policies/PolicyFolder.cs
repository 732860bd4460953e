using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Policies;

/// <summary>The folder of policy files that seed the store.</summary>
/// <param name="Path">The folder.</param>
internal sealed record PolicyFolder(string Path)
{
    /// <summary>Every <c>*.yaml</c> in it, in ordinal order; a file is named by its path in the folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public async Task<IReadOnlyList<PolicyText>> ReadAsync(CancellationToken cancellationToken)
    {
        var files = new List<PolicyText>();
        foreach (var file in Directory.EnumerateFiles(Path, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');
            files.Add(new PolicyText(name, await File.ReadAllTextAsync(file, cancellationToken)));
        }

        return files;
    }
}
