namespace Microsoft.DurableTask;

/// <summary>Names an orchestrator, activity or entity class.</summary>
/// <param name="name">The name; the name of the class unless given.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name given; its default when none was.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>The version of the task; empty for unversioned.</summary>
    public string Version { get; set; } = string.Empty;
}
