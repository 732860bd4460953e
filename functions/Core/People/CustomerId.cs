using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.People;

/// <summary>The shop's own number of a customer. Personal data: it never enters a log, an orchestration or an audit leaf.</summary>
/// <param name="Value">1 to 128 characters, as the shop writes it.</param>
[PersonalIdentifier]
public readonly record struct CustomerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
