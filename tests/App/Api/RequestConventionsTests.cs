using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Api;

public sealed class RequestConventionsTests
{
    [Fact]
    public void If_Match_asks_for_exactly_one_version()
    {
        Assert.Equal(WriteCondition.IfMatch("7"), With("If-Match", "\"7\"").ReadWriteCondition().Value);
        Assert.Equal(WriteCondition.Always, With("If-Match", "*").ReadWriteCondition().Value);
        Assert.Equal(WriteCondition.IfAbsent, With("If-None-Match", "*").ReadWriteCondition().Value);
        Assert.Equal(WriteCondition.Always, new DefaultHttpContext().Request.ReadWriteCondition().Value);
    }

    [Theory]
    [InlineData("7", FailureKind.Invalid)]
    [InlineData("\"7\", \"8\"", FailureKind.Invalid)]
    [InlineData("W/\"7\"", FailureKind.PreconditionFailed)]
    public void Another_If_Match_is_refused(string value, FailureKind kind) =>
        Assert.Equal(kind, With("If-Match", value).ReadWriteCondition().Failure!.Kind);

    [Theory]
    [InlineData("\"7\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("\"6\", \"7\"", true)]
    [InlineData("*", true)]
    [InlineData("\"6\"", false)]
    [InlineData("7", false)]
    public void A_reader_that_has_the_version_is_known_by_If_None_Match(string value, bool has) =>
        Assert.Equal(has, With("If-None-Match", value).AlreadyHas("7"));

    [Theory]
    [InlineData("0192-abc", true)]
    [InlineData("", false)]
    [InlineData("with space", false)]
    [InlineData("umläut", false)]
    public void An_idempotency_key_is_visible_ASCII(string key, bool valid)
    {
        var result = With("Idempotency-Key", key).ReadIdempotencyKey();

        Assert.Equal(valid, result.TryGet(out var read, out _));
        Assert.Equal(valid ? key : null, read);
    }

    [Fact]
    public void An_idempotency_key_has_at_most_255_characters_and_may_be_absent()
    {
        Assert.NotNull(With("Idempotency-Key", new string('k', 256)).ReadIdempotencyKey().Failure);
        Assert.Equal(255, With("Idempotency-Key", new string('k', 255)).ReadIdempotencyKey().Value!.Length);
        Assert.Null(new DefaultHttpContext().Request.ReadIdempotencyKey().Value);
    }

    [Fact]
    public void A_continuation_token_leads_back_to_its_position_and_to_no_other_list()
    {
        var token = ContinuationToken.Encode("imports", "0192");

        Assert.Equal("0192", ContinuationToken.Decode<string>("imports", token).Value);
        Assert.Null(ContinuationToken.Decode<string>("imports", null).Value);
        Assert.Equal("unknown-continuation-token", ContinuationToken.Decode<string>("models", token).Failure!.Code);
    }

    [Theory]
    [InlineData("!!")]
    [InlineData("e30")]
    [InlineData("bnVsbA")]
    [InlineData("AAAA")]
    public void A_token_that_no_list_gave_is_refused(string token) =>
        Assert.Equal(FailureKind.Invalid, ContinuationToken.Decode<string>("imports", token).Failure!.Kind);

    [Fact]
    public void Query_numbers_are_kept_within_their_bounds()
    {
        var request = new DefaultHttpContext { Request = { QueryString = new QueryString("?size=7&bad=1e9&large=101") } }.Request;

        Assert.Equal(7, request.ReadInt("size", 20, 1, 100).Value);
        Assert.Equal(20, request.ReadInt("absent", 20, 1, 100).Value);
        Assert.Equal(FailureKind.Invalid, request.ReadInt("bad", 20, 1, 100).Failure!.Kind);
        Assert.Equal("large", Assert.Single(request.ReadInt("large", 20, 1, 100).Failure!.Errors).Key);
    }

    private static HttpRequest With(string header, string value)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[header] = value;
        return request;
    }
}
