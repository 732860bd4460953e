using RetailServerless.Core.Imports;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Keeps erased people from coming back with an import: rows of their customer number, and customers with their e-mail address or telephone number.</summary>
internal sealed class SuppressionScreen(SuppressionList suppressed) : IImportScreen
{
    private const string Reason = "This person's data was erased at their request, and nothing about them is taken again. Take the row out of the file, and out of where the file comes from.";

    private static readonly Dictionary<ImportKind, string> CustomerField = new()
    {
        [ImportKind.Customers] = "id",
        [ImportKind.Orders] = "customerId",
        [ImportKind.Reviews] = "customerId",
        [ImportKind.Tickets] = "customerId",
        [ImportKind.Events] = "customerId",
    };

    public async ValueTask<Func<ImportRow, RowError?>?> BeginAsync(ImportKind kind, RowSchema schema, CancellationToken cancellationToken)
    {
        if (!CustomerField.TryGetValue(kind, out var name) || await suppressed.SnapshotAsync(cancellationToken) is not { Count: > 0 } snapshot)
        {
            return null;
        }

        var customer = schema.Fields.First(f => f.Name == name);
        var contacts = kind == ImportKind.Customers ? schema.Fields.Where(f => f.Name is "email" or "phone").ToList() : [];
        return row => row[customer].Text is { } number && snapshot.Contains(PersonId.Of(new CustomerId(number)))
            ? new RowError(name, Reason)
            : contacts.Find(f => row[f].Text is { } value && snapshot.Contains(f.Name, value)) is { } contact ? new RowError(contact.Name, Reason) : null;
    }
}
