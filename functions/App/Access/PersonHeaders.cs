using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>Whom a storefront names: <c>x-shopper-id</c> or <c>x-visitor-id</c>.</summary>
internal static class PersonHeaders
{
    public const string Shopper = "x-shopper-id";
    public const string Visitor = "x-visitor-id";

    private const int MaxCustomerNumber = 128;

    /// <summary>Reads the headers.</summary>
    /// <returns>The person, <see langword="null"/> for nobody, or <c>invalid-person</c>.</returns>
    public static Result<PersonId?> Read(HttpRequest request)
    {
        var named = request.Headers.TryGetValue(Shopper, out var shopper);
        var visits = request.Headers.TryGetValue(Visitor, out var visitor);
        return (named, visits) switch
        {
            (false, false) => (PersonId?)null,
            (true, false) when shopper.Count == 1 && IsCustomerNumber(shopper[0]) => (PersonId?)PersonId.Of(new CustomerId(shopper[0]!)),
            (false, true) when visitor.Count == 1 && Guid.TryParse(visitor[0], out var number) && number != Guid.Empty => (PersonId?)PersonId.OfVisitor(number),
            _ => new Failure(
                FailureKind.Invalid, "invalid-person", $"Send either {Shopper} with the customer's number (1 to {MaxCustomerNumber} visible characters) or {Visitor} with a UUID, once."),
        };
    }

    public static bool IsCustomerNumber([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxCustomerNumber } && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c));
}
