using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The parameter is a <c>DurableTaskClient</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; LocalHost has one.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The connection's setting; LocalHost needs none.</summary>
    public string? ConnectionName { get; set; }
}
