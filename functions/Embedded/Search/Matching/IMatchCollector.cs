namespace RetailServerless.Embedded.Search.Matching;

/// <summary>Takes matching documents, in no order.</summary>
internal interface IMatchCollector
{
    /// <summary>Takes one.</summary>
    /// <param name="document">Its number in the index.</param>
    /// <param name="score">How well its words match.</param>
    void Collect(int document, float score);
}
