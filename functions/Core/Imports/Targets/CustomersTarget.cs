using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>
/// Customers: one row a customer. The field <c>consent</c> takes over what they agreed to elsewhere: a JSON object of purposes (or channels, as <c>marketing.email</c>) and yes or no, or a list of those agreed to.
/// Only a platform administrator can vouch for that; a storefront's key never grants consent.
/// </summary>
public sealed class CustomersTarget(IDocumentStore documents, IImportedConsents consents) : IImportTarget
{
    private static readonly RowField Id = new("id", "customerId", "userId", "customerNumber", "householdId") { IsRequired = true };
    private static readonly RowField Name = new("name", "fullName", "customerName", "displayName");
    private static readonly RowField GivenName = new("givenName", "firstName");
    private static readonly RowField FamilyName = new("familyName", "lastName", "surname");
    private static readonly RowField Email = new("email", "emailAddress", "mail");
    private static readonly RowField Phone = new("phone", "phoneNumber", "telephone", "mobile");
    private static readonly RowField Address = new("address", "street", "addressLine1", "streetAddress");
    private static readonly RowField City = new("city", "town", "locality");
    private static readonly RowField PostalCode = new("postalCode", "zip", "zipCode", "postcode");
    private static readonly RowField Region = new("region", "state", "province");
    private static readonly RowField Country = new("country", "countryCode");
    private static readonly RowField Language = new("language", "locale");
    private static readonly RowField Gender = new("gender", "sex");
    private static readonly RowField AgeBand = new("ageBand", "ageGroup", "age");
    private static readonly RowField JoinedAt = new("joinedAt", "createdAt", "registeredAt", "signupDate", "customerSince");
    private static readonly RowField ConsentField = new("consent", "consents");

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Customers;

    /// <inheritdoc/>
    public RowSchema Schema { get; } = Fields;

    private static RowSchema Fields { get; } = new(
        Id, Name, GivenName, FamilyName, Email, Phone, Address, City, PostalCode, Region, Country, Language, Gender, AgeBand, JoinedAt, ConsentField);

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(import.ActorRole, documents, consents);

    private sealed class Session(string actorRole, IDocumentStore documents, IImportedConsents consents) : DocumentSession<Customer>(documents, Customer.Container)
    {
        private const int Limit = 200;
        private const int MaxAttributes = 50;
        private readonly List<ImportedConsent> _consents = [];
        private Dictionary<ConsentScope, bool> _agreed = [];

        protected override DocumentWrite<Customer> Map(ImportRow row)
        {
            var id = Fields.Customer(Id);
            var name = Fields.Line(Name, Limit) ?? string.Join(' ', new[] { Fields.Line(GivenName, Limit), Fields.Line(FamilyName, Limit) }.OfType<string>());
            var email = Fields.Line(Email, 254);
            if (email is not null && (email.IndexOf('@', StringComparison.Ordinal) is < 1 || email.EndsWith('@') || email.Contains(' ', StringComparison.Ordinal)))
            {
                Fields.Fail(Email, "The e-mail address has no name or no domain. Write name@domain, or leave it empty.");
            }

            var customer = new Customer
            {
                Id = id,
                Name = name.Length > 0 ? name : null,
                Email = email,
                Phone = Fields.Line(Phone, 40),
                Address = Fields.Line(Address, Limit),
                City = Fields.Line(City, Limit),
                PostalCode = Fields.Line(PostalCode, 20),
                Region = Fields.Line(Region, Limit),
                Country = Fields.Line(Country, Limit),
                Language = Fields.Line(Language, 35),
                Gender = Fields.Line(Gender, 40),
                AgeBand = Fields.Line(AgeBand, 40),
                JoinedAt = Fields.Instant(JoinedAt),
                Attributes = AttributesOf(row),
            };
            _agreed = ConsentOf(Fields.Raw(ConsentField));
            return new DocumentWrite<Customer>(PersonId.Of(id).Value, Customer.DocumentId, customer);
        }

        protected override void Taken(DocumentWrite<Customer> write)
        {
            if (_agreed.Count > 0)
            {
                _consents.Add(new ImportedConsent(new PersonId(write.Partition), _agreed));
            }
        }

        protected override Task WrittenAsync(CancellationToken cancellationToken) => consents.ApplyAsync(_consents, actorRole, cancellationToken);

        protected override void Dropped() => _consents.Clear();

        private Dictionary<ConsentScope, bool> ConsentOf(FieldValue value)
        {
            var agreed = new Dictionary<ConsentScope, bool>();
            var named = value.Objects.SelectMany(o => o.EnumerateObject()).Select(p => (p.Name, Agreed: new FieldValue(p.Value).Text))
                .Concat(value.Texts.SelectMany(t => t.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)).Select(t => (Name: t, Agreed: (string?)"true")));
            foreach (var (name, answer) in named)
            {
                if (!ConsentScope.TryParse(name, out var scope) || scope.Purpose == Purpose.Service || answer is not ("true" or "false"))
                {
                    Fields.Fail(ConsentField, "The consent is not understood. Write {\"personalization\": true, ...} with analytics, personalization, modelTraining, marketing.email (or .sms, .phone, .post, .push), saleOrShare or sensitive.");
                    return agreed;
                }

                agreed[scope] = answer is "true";
            }

            if (agreed.Count > 0 && !string.Equals(actorRole, StaffRoles.PlatformAdmin, StringComparison.Ordinal))
            {
                Fields.Fail(ConsentField, "Only a Platform.Admin can take consent over from elsewhere. Leave the column out (ignore=consent), or sign in as one.");
            }

            return agreed;
        }

        private static SortedDictionary<string, string> AttributesOf(ImportRow row)
        {
            var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in row.Extras.Take(MaxAttributes))
            {
                if (PlainText.Line(value.ToString(), Limit) is { Length: > 0 } text && PlainText.Line(name, 64).ToLowerInvariant() is { Length: > 0 } key)
                {
                    attributes[key] = text;
                }
            }

            return attributes;
        }
    }
}
