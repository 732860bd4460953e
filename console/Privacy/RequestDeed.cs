namespace RetailServerless.Console.Privacy;

/// <summary>Something that is done with a request.</summary>
/// <param name="Path">Behind the request's own path.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Done">What is said when it is done.</param>
/// <param name="OverWhatWasRead">Whether it is done only if nothing has changed since the page was read.</param>
public sealed record RequestDeed(string Path, object? Body, string Done, bool OverWhatWasRead = false);
