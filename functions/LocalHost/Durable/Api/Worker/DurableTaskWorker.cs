using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>A worker of another backend, to be set with <c>UseBuildTarget</c>. The local engine's own is not one.</summary>
public abstract class DurableTaskWorker : BackgroundService
{
    /// <summary>Makes the worker.</summary>
    /// <param name="name">Name of the worker; empty for the default one.</param>
    /// <param name="factory">Makes its tasks.</param>
    protected DurableTaskWorker(string? name, IDurableTaskFactory factory)
    {
        Name = name ?? Microsoft.Extensions.Options.Options.DefaultName;
        Factory = factory ?? throw new ArgumentNullException(nameof(factory));
    }

    /// <summary>Name of the worker.</summary>
    protected virtual string Name { get; }

    /// <summary>Makes its tasks.</summary>
    protected virtual IDurableTaskFactory Factory { get; }

    /// <summary>Says which properties of an exception are kept with a failure; null for none.</summary>
    protected IExceptionPropertiesProvider? ExceptionPropertiesProvider { get; set; }
}
