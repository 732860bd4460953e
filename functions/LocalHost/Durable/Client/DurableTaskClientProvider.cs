using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Makes each client once.</summary>
internal sealed class DurableTaskClientProvider(IServiceProvider services, IEnumerable<ClientRegistration> registrations)
    : IDurableTaskClientProvider, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<DurableTaskClient>> _clients = new(
        registrations.Select(registration => KeyValuePair.Create(
            registration.Builder.Name, new Lazy<DurableTaskClient>(() => registration.Builder.Build(services)))),
        StringComparer.Ordinal);

    public DurableTaskClient GetClient(string? name = null) =>
        _clients.TryGetValue(name ?? Options.DefaultName, out var client)
            ? client.Value
            : throw new ArgumentOutOfRangeException(
                nameof(name), name, $"No durable task client of this name is registered; there are: {string.Join(", ", _clients.Keys.Order().Select(key => $"'{key}'"))}.");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            await client.Value.DisposeAsync();
        }
    }
}
