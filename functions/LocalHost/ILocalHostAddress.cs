namespace RetailServerless.LocalHost;

/// <summary>Where the host listens; a service of every application that LocalHost runs.</summary>
public interface ILocalHostAddress
{
    /// <summary>The base address, for example <c>http://127.0.0.1:7071/</c>, with the real port when a free one was taken.</summary>
    /// <exception cref="InvalidOperationException">The host does not listen (yet).</exception>
    Uri BaseAddress { get; }
}
