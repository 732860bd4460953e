using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.LocalHost.Durable;

/// <summary>A worker that was added to the services.</summary>
internal sealed record WorkerRegistration(IDurableTaskWorkerBuilder Builder);

/// <summary>A client that was added to the services.</summary>
internal sealed record ClientRegistration(IDurableTaskClientBuilder Builder);
