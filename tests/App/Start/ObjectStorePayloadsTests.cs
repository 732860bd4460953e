using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Objects;
using RetailServerless.Functions.Start.LocalHost;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Functions.Tests.Start;

public sealed class ObjectStorePayloadsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payloads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_payload_is_an_object_of_the_platform_until_it_is_deleted()
    {
        var objects = new FileObjectStore(_folder);
        var payloads = new ObjectStorePayloads(objects);
        var content = new byte[300_000];
        Random.Shared.NextBytes(content);

        await payloads.WriteAsync("0123", content, CancellationToken.None);
        var size = await objects.SizeAsync("durable/payloads/0123", CancellationToken.None);
        var listed = await payloads.ListAsync(CancellationToken.None).ToListAsync();
        var read = await payloads.ReadAsync("0123", CancellationToken.None);
        await payloads.DeleteAsync("0123", CancellationToken.None);

        Assert.Equal(content.Length, size);
        Assert.Equal(["0123"], listed);
        Assert.Equal(content, read);
        Assert.Null(await payloads.ReadAsync("0123", CancellationToken.None));
    }

    [Fact]
    public void The_app_gives_large_payloads_of_orchestrations_to_its_object_store()
    {
        var builder = Program.CreateBuilder(["--contentRoot", _folder, "--port", "0", "--data", Path.Combine(_folder, "data")]);

        using var services = builder.Services.BuildServiceProvider();

        Assert.IsType<ObjectStorePayloads>(services.GetRequiredService<IPayloadStore>());
        Assert.IsType<FileObjectStore>(services.GetRequiredService<IObjectStore>());
    }
}
