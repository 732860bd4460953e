using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.People;

/// <summary>
/// Someone about whom data may be kept: a customer, or a visitor known only by a random number.
/// It is the partition of every store of personal data.
/// </summary>
/// <param name="Value"><c>c:</c> and the customer's number, or <c>v:</c> and a UUID.</param>
[PersonalIdentifier]
public readonly record struct PersonId(string Value)
{
    /// <summary>The person behind a customer number.</summary>
    public static PersonId Of(CustomerId customer) => new("c:" + customer.Value);

    /// <summary>The person behind a visitor's random number.</summary>
    public static PersonId OfVisitor(Guid visitor) => new("v:" + visitor.ToString("N"));

    /// <summary>The customer number; <see langword="null"/> for a visitor.</summary>
    public CustomerId? Customer => Value.StartsWith("c:", StringComparison.Ordinal) ? new CustomerId(Value[2..]) : null;

    /// <summary>Whether this is a visitor, who has no account.</summary>
    public bool IsVisitor => Value.StartsWith("v:", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
