namespace RetailServerless.Core.Storage;

/// <summary>Where a document lies.</summary>
/// <param name="Container">A kind of documents, as <c>orders</c>: <c>[a-z0-9-]</c>, a constant of the code.</param>
/// <param name="Partition">The person where data is about a person, else a key of its kind. One partition is read and written together. 1 to 1,000 characters.</param>
/// <param name="Id">Unique in its partition; ordinal order (of UTF-8) is the order of queries. 1 to 1,000 characters.</param>
public readonly record struct DocumentKey(string Container, string Partition, string Id);
