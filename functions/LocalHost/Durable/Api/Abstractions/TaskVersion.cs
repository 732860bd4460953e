namespace Microsoft.DurableTask;

/// <summary>The version of a durable task. Versions are compared without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    private readonly string? _version;

    /// <summary>No version. In the options of a call it asks for the unversioned task, where no version at all asks for the default one.</summary>
    public static readonly TaskVersion Unversioned;

    /// <summary>Makes a version; null or empty means unversioned.</summary>
    /// <exception cref="ArgumentException">The version is nothing but white space.</exception>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version is not only white space; null, an empty text or TaskVersion.Unversioned mean none.", nameof(version));
        }

        _version = version;
    }

    /// <summary>The version as text; empty when unversioned.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>A string is a version; null is unversioned.</summary>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>A version is its string.</summary>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>Whether both are the same version.</summary>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Whether they are different versions.</summary>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) =>
        string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);

    /// <inheritdoc/>
    public override string ToString() => Version;
}
