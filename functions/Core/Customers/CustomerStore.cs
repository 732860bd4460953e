using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Customers;

/// <summary>Reads what the shop knows about a customer.</summary>
public sealed class CustomerStore(IDocumentStore documents)
{
    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Customer.Container,
        "Customers as the shop imported them: name, contact, region, age group and gender where the shop knows them.",
        ["identifiers", "customer records", "protected classification characteristics"],
        [Purpose.Service, Purpose.Analytics]);

    /// <summary>The customer whom the grant names; <see langword="null"/> when nothing is known of them.</summary>
    /// <exception cref="InvalidOperationException">The grant is not for service: a defect of the calling code.</exception>
    public async Task<Customer?> FindAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Service, grant.Person);
        return (await documents.GetAsync<Customer>(new DocumentKey(Customer.Container, grant.Person.Value, Customer.DocumentId), cancellationToken))?.Value;
    }
}
