using System.Globalization;
using RetailServerless.Core.Storage;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>The rules of names, and ETags as numbers.</summary>
internal static class DocumentKeys
{
    private const int MaximumLength = 1_000;

    public static void Check(DocumentKey key)
    {
        CheckContainer(key.Container);
        CheckName(key.Partition, nameof(key.Partition));
        CheckName(key.Id, nameof(key.Id));
    }

    public static void CheckContainer(string container)
    {
        if (container is not { Length: > 0 and <= MaximumLength } || container.Any(c => c is not (>= 'a' and <= 'z' or >= '0' and <= '9' or '-')))
            throw new ArgumentException("A container is named with [a-z0-9-].", nameof(container));
    }

    // The value may be personal: it stays out of the message.
    public static void CheckName(string name, string parameter)
    {
        if (name is not { Length: > 0 and <= MaximumLength } || name.Any(char.IsControl))
            throw new ArgumentException("A partition or an id has 1 to 1,000 characters and no control characters.", parameter);
    }

    public static string ToETag(long number) => number.ToString("x", CultureInfo.InvariantCulture);

    public static bool Matches(string etag, long number) => string.Equals(etag, ToETag(number), StringComparison.Ordinal);
}
