using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>An entity that takes its operations as a batch.</summary>
internal interface IBatchEntity : ITaskEntity
{
    Task RunAsync(EntityBatch batch);
}
