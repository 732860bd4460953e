using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Puts right what the shop knows about a customer by their own word.</summary>
internal sealed class CustomerCorrection(IDocumentStore documents) : IPersonalDataCorrection
{
    private const int MostTries = 20;
    private const int Longest = 254;

    private static readonly Dictionary<string, Func<Customer, string?, Customer>> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = (c, v) => c with { Name = v },
        ["email"] = (c, v) => c with { Email = v },
        ["phone"] = (c, v) => c with { Phone = v },
        ["address"] = (c, v) => c with { Address = v },
        ["city"] = (c, v) => c with { City = v },
        ["postalCode"] = (c, v) => c with { PostalCode = v },
        ["region"] = (c, v) => c with { Region = v },
        ["country"] = (c, v) => c with { Country = v },
        ["language"] = (c, v) => c with { Language = v },
        ["gender"] = (c, v) => c with { Gender = v },
        ["ageBand"] = (c, v) => c with { AgeBand = v },
    };

    public string Store => Customer.Container;

    public Failure? Check(RequestedCorrection correction) => !Fields.ContainsKey(correction.Field)
        ? new Failure(FailureKind.Invalid, "cannot-be-corrected", $"A customer has no such datum to put right. There are {string.Join(", ", Fields.Keys)}.")
        : correction.Value is { } value && (value.Length is 0 or > Longest || value.Any(char.IsControl))
            ? new Failure(FailureKind.Invalid, "invalid-correction", $"What is right has 1 to {Longest} characters on one line; leave it out to take the datum away.")
            : null;

    public async Task<Failure?> CorrectAsync(PersonId person, RequestedCorrection correction, CancellationToken cancellationToken)
    {
        if (Check(correction) is { } invalid)
        {
            return invalid;
        }

        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await documents.GetAsync<Customer>(new DocumentKey(Customer.Container, person.Value, Customer.DocumentId), cancellationToken);
            if (stored is null)
            {
                return new Failure(FailureKind.NotFound, "nothing-to-correct", "Nothing of this kind is kept about the person.");
            }

            var right = Fields[correction.Field](stored.Value, correction.Value);
            if (right == stored.Value || await documents.UpsertAsync(stored.Key, right, WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                return null;
            }
        }

        return new Failure(FailureKind.Conflict, "correction-busy", "The datum is being changed from several places at once. Try again.");
    }
}
