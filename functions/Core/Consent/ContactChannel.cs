using System.Text.Json;

namespace RetailServerless.Core.Consent;

/// <summary>How a person is reached. Where a policy divides a purpose by channel, each is agreed to on its own: consent is specific (GDPR Art. 4(11)).</summary>
public enum ContactChannel
{
    /// <summary>E-mail.</summary>
    Email,

    /// <summary>Text message.</summary>
    Sms,

    /// <summary>A telephone call.</summary>
    Phone,

    /// <summary>A letter.</summary>
    Post,

    /// <summary>A notification of an app or a browser.</summary>
    Push,
}

/// <summary>The names of channels on the wire and in policies: <c>email</c>, <c>sms</c>, <c>phone</c>, <c>post</c>, <c>push</c>.</summary>
public static class ContactChannelNames
{
    private static readonly Dictionary<string, ContactChannel> ByName = Enum.GetValues<ContactChannel>().ToDictionary(Convert, StringComparer.Ordinal);

    /// <summary>All channels, in order.</summary>
    public static IReadOnlyList<ContactChannel> All { get; } = Enum.GetValues<ContactChannel>();

    /// <summary>The name of a channel.</summary>
    public static string Name(this ContactChannel channel) => Convert(channel);

    /// <summary>Reads a name; exact, as it is written.</summary>
    public static bool TryParse(string name, out ContactChannel channel) => ByName.TryGetValue(name, out channel);

    private static string Convert(ContactChannel channel) => JsonNamingPolicy.CamelCase.ConvertName(channel.ToString());
}
