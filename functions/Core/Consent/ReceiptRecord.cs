using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Consent;

/// <summary>
/// A receipt in the fields of ISO/IEC TS 27560:2023: header, processing, parties, events, as the W3C guide "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV" explains them. Fields for
/// which the policy says nothing are left out.
/// </summary>
internal static class ReceiptRecord
{
    /// <summary>The form.</summary>
    public const string Schema = "ISO/IEC TS 27560:2023";

    /// <summary>Whether a JSON object has this form.</summary>
    public static bool IsOne(JsonObject receipt) =>
        receipt["schema_version"] is JsonValue version && version.TryGetValue<string>(out var form) && form == Schema
        && receipt["record_id"] is not null && receipt["events"] is JsonArray { Count: > 0 };

    /// <summary>The receipt of a person.</summary>
    public static JsonObject Of(PersonId person, ConsentReceipt receipt) => new()
    {
        ["schema_version"] = Schema,
        ["record_id"] = receipt.ReceiptId.ToString(),
        ["receipt_number"] = receipt.Number,
        ["previous_record_id"] = receipt.PreviousReceiptId?.ToString(),
        ["pii_principal_id"] = person.Value,
        ["pii_processing"] = Processing(receipt),
        ["party_identification"] = Parties(receipt),
        ["events"] = receipt.RequestedAt is { } requested ? new JsonArray(FirstStep(receipt, requested), Event(receipt)) : new JsonArray(Event(receipt)),
    };

    private static JsonArray Parties(ConsentReceipt receipt)
    {
        var parties = new JsonArray(new JsonObject { ["party_id"] = "controller", ["party_name"] = receipt.Controller, ["party_role"] = "pii_controller" });
        if (receipt.Parent is not null)
        {
            parties.Add(new JsonObject { ["party_id"] = "parent", ["party_role"] = "authority_party" });
        }

        return parties;
    }

    // The first of the two steps of 11 CCR 7028.
    private static JsonObject FirstStep(ConsentReceipt receipt, DateTimeOffset at) => new()
    {
        ["event_time"] = Time(at),
        ["event_type"] = "expressed",
        ["event_state"] = "consent requested",
        ["entity_id"] = receipt.Parent is null ? "pii_principal" : "parent",
    };

    private static JsonObject Processing(ConsentReceipt receipt)
    {
        var purpose = new JsonObject
        {
            ["purpose"] = receipt.Purpose.Name(),
            ["lawful_basis"] = receipt.LegalBasis == LegalBasis.OptOut ? "opt-out" : receipt.LegalBasis.ToString().ToLowerInvariant(),
            ["pii_controllers"] = new JsonArray("controller"),
            ["jurisdiction"] = receipt.Jurisdiction,
            ["withdrawal_method"] = "Say no to this purpose where you said yes, or send PUT /api/customers/{id}/consent; it acts at once.",
        };
        if (receipt.ContactChannel is { } channel)
        {
            purpose["contact_channel"] = channel.Name();
        }

        if (receipt.Data is { } data)
        {
            purpose["pii_information"] = new JsonArray([.. data.Select(d => new JsonObject { ["pii_type"] = d })]);
        }

        if (receipt.Recipients is { } recipients)
        {
            purpose["recipient_third_parties"] = new JsonArray([.. recipients.Select(r => JsonValue.Create(r))]);
        }

        if (receipt.Retention is { } retention)
        {
            purpose["retention_period"] = retention;
        }

        return new JsonObject
        {
            ["privacy_notice"] = new JsonObject { ["version"] = receipt.Notice.Version, ["title"] = receipt.Notice.Title, ["text"] = receipt.Notice.Text, ["policy"] = receipt.PolicyVersion },
            ["language"] = receipt.Language,
            ["purposes"] = new JsonArray(purpose),
        };
    }

    private static JsonObject Event(ConsentReceipt receipt)
    {
        var happened = new JsonObject
        {
            ["event_time"] = Time(receipt.At),
            ["event_type"] = receipt.Channel switch { ConsentLedger.GlobalPrivacyControlChannel => "opt-out preference signal", "import" => "imported", _ => "expressed" },
            ["event_state"] = receipt.Decision switch
            {
                ConsentDecision.Granted => "consent given",
                ConsentDecision.Revoked => "consent withdrawn",
                ConsentDecision.Refused => "consent refused",
                _ => throw new ArgumentOutOfRangeException(nameof(receipt)),
            },
            ["entity_id"] = receipt.Parent is null ? "pii_principal" : "parent",
            ["collection_method"] = receipt.Channel,
        };
        if (receipt.Parent is { } parent)
        {
            happened["authority_evidence"] = JsonNamingPolicy.CamelCase.ConvertName(parent.Evidence.ToString());
            happened["authority_reference"] = parent.Reference;
        }

        if (receipt.ExpiresAt is { } end)
        {
            happened["valid_until"] = Time(end);
        }

        if (receipt.Signal is { } signal)
        {
            happened["evidence"] = new JsonObject { ["format"] = signal.Format, ["string"] = signal.Text };
        }

        return happened;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
