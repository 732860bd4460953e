using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Hosting;

/// <summary>
/// The functions compile against the original packages too: they use nothing of LocalHost but what those have. Only the files under Start/LocalHost,
/// which a build with those packages leaves out, know its seams.
/// </summary>
public sealed class PortabilityTests
{
    private const string LocalHost = "RetailServerless.LocalHost";
    private static readonly string[] Seams = ["RetailServerless.LocalHost.Durable.IPayloadStore", "RetailServerless.LocalHost.Durable.IDurableStoreHealth"];

    [Fact]
    public void The_functions_use_only_names_that_the_original_packages_have()
    {
        var own = TypesUsed().Where(t => !t.StartsWith("Microsoft.", StringComparison.Ordinal)).Except(Seams).ToList();

        Assert.Empty(own);
    }

    [Fact]
    public void The_functions_leave_the_durable_worker_to_their_host()
    {
        var worker = TypesUsed().Where(t => t.StartsWith("Microsoft.DurableTask.Worker", StringComparison.Ordinal)).ToList();

        Assert.Empty(worker);
    }

    private static List<string> TypesUsed()
    {
        using var file = File.OpenRead(typeof(HttpFunctions).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference
                && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)t.ResolutionScope).Name) == LocalHost)
            .Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}")
            .ToList();
    }
}
