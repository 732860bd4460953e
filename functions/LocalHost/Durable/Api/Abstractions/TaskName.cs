namespace Microsoft.DurableTask;

/// <summary>The name of a durable task. Names are compared without regard to case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Makes a task name. A null name gives the default value, which names no task.</summary>
    public TaskName(string name)
    {
        Name = name;
        Version = string.Empty;
    }

    /// <summary>The name without version.</summary>
    public string Name { get; }

    /// <summary>Always empty: versions travel as <see cref="TaskVersion"/>.</summary>
    public string Version { get; }

    /// <summary>A string names a task.</summary>
    public static implicit operator TaskName(string value) => new(value);

    /// <summary>A task name is its string.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Whether both name the same task.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether they name different tasks.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? string.Empty;
}
