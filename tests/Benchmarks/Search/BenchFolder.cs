namespace RetailServerless.Benchmarks.Search;

/// <summary>A temporary folder, gone after the run.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("retail-bench-").FullName;

    public string Sub(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
