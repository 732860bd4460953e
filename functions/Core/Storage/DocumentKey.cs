namespace RetailServerless.Core.Storage;

/// <summary>Where a document lies.</summary>
/// <param name="Container">A kind of documents, as <c>orders</c>; lower case, a constant of the code.</param>
/// <param name="Partition">The person where data is about a person, else a key of its kind. One partition is read and written together.</param>
/// <param name="Id">Unique in its partition; ordinal order is the order of queries.</param>
public readonly record struct DocumentKey(string Container, string Partition, string Id);
