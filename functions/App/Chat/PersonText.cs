using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Chat;

/// <summary>Puts what was redacted back into an answer, for the person themselves and at the last moment: what is stored and streamed has placeholders only.</summary>
internal sealed class PersonText(ConversationStore store, PersonId person, Guid conversation)
{
    private PlaceholderVault? _vault;

    /// <summary>The JSON of a value with the person's own text.</summary>
    public async ValueTask<string> WriteAsync<T>(T value, CancellationToken cancellationToken)
    {
        var json = value is JsonNode node ? node.ToJsonString(PlatformJson.Options) : JsonSerializer.Serialize(value, PlatformJson.Options);
        if (!PlaceholderVault.Find(json).Any())
        {
            return json;
        }

        // Opened anew when it does not know a placeholder: preparing a turn can add some.
        if (_vault is null || PlaceholderVault.Find(json).Any(p => _vault.Resolve(p) is null))
        {
            _vault = await store.FindAsync(person, conversation, cancellationToken) is { } found ? await store.OpenVaultAsync(found.Value, cancellationToken) : new PlaceholderVault();
        }

        foreach (var placeholder in PlaceholderVault.Find(json).Distinct(StringComparer.Ordinal).ToList())
        {
            if (_vault.Resolve(placeholder) is { } text)
            {
                json = json.Replace(placeholder, JsonEncodedText.Encode(text).Value, StringComparison.Ordinal);
            }
        }

        return json;
    }
}
