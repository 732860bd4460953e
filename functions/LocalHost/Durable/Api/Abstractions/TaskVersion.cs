namespace Microsoft.DurableTask;

/// <summary>The version of a durable task. Versions are compared without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version.</summary>
    public static readonly TaskVersion Unversioned;

    /// <summary>Makes a version; null means unversioned.</summary>
    public TaskVersion(string version) => Version = version;

    /// <summary>The version as text; null when unversioned.</summary>
    public string? Version { get; }

    /// <summary>A string is a version.</summary>
    public static implicit operator TaskVersion(string value) => new(value);

    /// <summary>A version is its string.</summary>
    public static implicit operator string?(TaskVersion value) => value.Version;

    /// <summary>Whether both are the same version.</summary>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Whether they are different versions.</summary>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) =>
        string.Equals(Version ?? string.Empty, other.Version ?? string.Empty, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version ?? string.Empty);

    /// <inheritdoc/>
    public override string ToString() => Version ?? string.Empty;
}
