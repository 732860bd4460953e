namespace RetailServerless.Functions.Api;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items of this page.</param>
/// <param name="ContinuationToken">Asks for the next page; absent on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? ContinuationToken);
