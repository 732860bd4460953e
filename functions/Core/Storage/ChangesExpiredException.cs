namespace RetailServerless.Core.Storage;

/// <summary>
/// Deletions after the continuation that was given are no longer kept: who reads the changes of a container must come at least daily. Read again from the beginning and
/// forget what does not come.
/// </summary>
public sealed class ChangesExpiredException(string container)
    : InvalidOperationException($"Deletions in '{container}' after this continuation are no longer kept. Read its changes again from the beginning.");
