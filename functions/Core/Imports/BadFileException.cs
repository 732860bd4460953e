namespace RetailServerless.Core.Imports;

/// <summary>The file as a whole cannot be read. Its message says why and what to do, holds no value of the file, and goes to the caller.</summary>
public sealed class BadFileException : Exception
{
    /// <summary>A refusal with a stable code.</summary>
    public BadFileException(string code, string message)
        : base(message) => Code = code;

    /// <summary>Stable, kebab-case, as <c>file-not-readable</c>.</summary>
    public string Code { get; }
}
