using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Consent;

public sealed class SignedReceiptTests
{
    [Fact]
    public async Task A_receipt_has_the_fields_of_the_standard_and_the_notice_that_was_shown()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var notice = (await fixture.PutAsync(Purpose.SaleOrShare, true)).Purposes[Purpose.SaleOrShare].Notice;

        var receipt = (await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default))!.Receipt;

        Assert.Equal("ISO/IEC TS 27560:2023", (string?)receipt["schema_version"]);
        Assert.Equal(ConsentFixture.Ada.Value, (string?)receipt["pii_principal_id"]);
        Assert.Equal(notice.Text, (string?)receipt["pii_processing"]!["privacy_notice"]!["text"]);
        var purpose = receipt["pii_processing"]!["purposes"]![0]!;
        Assert.Equal(("saleOrShare", "consent", "events", "advertising partners"), ((string?)purpose["purpose"], (string?)purpose["lawful_basis"],
            (string?)purpose["pii_information"]![0]!["pii_type"], (string?)purpose["recipient_third_parties"]![0]));
        Assert.Equal("pii_controller", (string?)receipt["party_identification"]![0]!["party_role"]);
        Assert.Equal("consent given", (string?)receipt["events"]![0]!["event_state"]);
        Assert.Null(await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 2, default));
    }

    [Fact]
    public async Task A_receipt_is_genuine_after_a_trip_through_a_file_and_no_longer_once_any_value_is_altered()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        var json = JsonSerializer.Serialize(await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default), PlatformJson.Options);
        var keys = await fixture.Signer.PublicKeysAsync(default);

        Assert.Null(ReceiptVerifier.Refuse(Read(json), keys));
        var altered = 0;
        foreach (var path in Leaves(Read(json).Receipt))
        {
            var signed = Read(json);
            var node = Leaves(signed.Receipt).Single(n => n.GetPath() == path.GetPath());
            node.ReplaceWith("altered");
            Assert.Equal("signature-wrong", ReceiptVerifier.Refuse(signed, keys));
            altered++;
        }

        Assert.True(altered > 15);
    }

    [Fact]
    public async Task A_receipt_signed_by_somebody_else_is_refused()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        var receipt = (await fixture.ReceiptsAsync())[0];
        var forger = new ReceiptSigner(new MemoryDocumentStore(), new MemoryKeyVault(), fixture.Clock);
        var keys = await fixture.Signer.PublicKeysAsync(default);

        var forged = await forger.SignAsync(ConsentFixture.Ada, receipt, default);
        var renamed = forged with { Signature = forged.Signature with { KeyId = keys[0].KeyId } };

        Assert.Equal("unknown-key", ReceiptVerifier.Refuse(forged, keys));
        Assert.Equal("signature-wrong", ReceiptVerifier.Refuse(renamed, keys));
        Assert.Equal("unknown-algorithm", ReceiptVerifier.Refuse(forged with { Signature = forged.Signature with { Algorithm = "none" } }, keys));
    }

    [Fact]
    public async Task After_a_rotation_the_new_key_signs_and_older_receipts_are_checked_with_theirs()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Analytics, true);
        var before = await fixture.Signer.PublicKeysAsync(default);

        var rotated = await Task.WhenAll(fixture.Signer.RotateAsync(default), fixture.Signer.RotateAsync(default));
        await fixture.PutAsync(Purpose.Analytics, false);

        var keys = await fixture.Signer.PublicKeysAsync(default);
        var (first, second) = ((await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default))!, (await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 2, default))!);
        Assert.Equal(3, keys.Count);
        Assert.Equal(before[0].KeyId, first.Signature.KeyId);
        Assert.Equal(keys[^1].KeyId, second.Signature.KeyId);
        Assert.Contains(second.Signature.KeyId, rotated.Select(k => k.KeyId));
        Assert.Null(ReceiptVerifier.Refuse(first, keys));
        Assert.Null(ReceiptVerifier.Refuse(second, keys));
        Assert.Equal("unknown-key", ReceiptVerifier.Refuse(second, before));
    }

    [Fact]
    public async Task What_was_granted_at_any_past_instant_can_be_asked()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var start = fixture.Clock.GetUtcNow();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        fixture.Clock.Advance(TimeSpan.FromDays(10));
        await fixture.PutAsync(ConsentFixture.ByEmail, false);
        await fixture.PutAsync(Purpose.Analytics, true);
        fixture.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Empty((await AtAsync(fixture, start.AddTicks(-1))).Purposes);
        var first = (await AtAsync(fixture, start.AddDays(9))).Purposes;
        Assert.True(first[ConsentFixture.ByEmail].Granted);
        Assert.False(first.ContainsKey(Purpose.Analytics));
        var later = (await AtAsync(fixture, start.AddDays(10))).Purposes;
        Assert.Equal((false, ConsentDecision.Revoked, 2), (later[ConsentFixture.ByEmail].Granted, later[ConsentFixture.ByEmail].Decision, later[ConsentFixture.ByEmail].ReceiptNumber));
        Assert.True(later[Purpose.Analytics].Granted);
        Assert.False((await AtAsync(fixture, start.AddDays(10 + 395))).Purposes[Purpose.Analytics].Granted);
    }

    private static Task<ConsentHistory> AtAsync(ConsentFixture fixture, DateTimeOffset at) => fixture.Service.GetAtAsync(ConsentFixture.Ada, at, default);

    private static SignedReceipt Read(string json) => JsonSerializer.Deserialize<SignedReceipt>(json, PlatformJson.Options)!;

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Leaves(p.Value)).ToList(),
        JsonArray a => a.SelectMany(Leaves).ToList(),
        JsonValue v => [v],
        _ => [],
    };
}
