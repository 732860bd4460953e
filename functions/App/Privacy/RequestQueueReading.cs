using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Reads what of the queue is asked for.</summary>
internal static class RequestQueueReading
{
    private const int WeekDays = 7;

    private static readonly List<RequestStatus> Open = [.. Enum.GetValues<RequestStatus>().Where(s => !s.IsClosed())];
    private static readonly List<RequestStatus> Closed = [.. Enum.GetValues<RequestStatus>().Where(s => s.IsClosed())];

    /// <summary>The query, or what is wrong with it.</summary>
    public static Result<RequestQueueQuery> Read(HttpRequest request, DateOnly today)
    {
        PrivacyRight? right = null;
        if (request.ReadText("right") is { } name)
        {
            if (!TryParse<PrivacyRight>(name, out var parsed))
            {
                return RequestQuery.Invalid("right", $"must be one of {Names<PrivacyRight>()}");
            }

            right = parsed;
        }

        if (!ReadStatuses(request.ReadText("status")).TryGet(out var statuses, out var failure))
        {
            return failure;
        }

        var query = new RequestQueueQuery(statuses, right, request.ReadText("regime"));
        switch (request.ReadText("due"))
        {
            case null:
                break;
            case "overdue":
                query = query with { DueTo = today.AddDays(-1) };
                break;
            case "week":
                query = query with { DueFrom = today, DueTo = today.AddDays(WeekDays) };
                break;
            default:
                return RequestQuery.Invalid("due", "must be overdue or week");
        }

        return request.ReadText("order") switch
        {
            null or "due" => query,
            "latest" => query with { LatestFirst = true },
            _ => RequestQuery.Invalid("order", "must be due or latest"),
        };
    }

    private static Result<List<RequestStatus>> ReadStatuses(string? name) => name switch
    {
        null or "open" => Open,
        "closed" => Closed,
        _ when TryParse<RequestStatus>(name, out var status) => new List<RequestStatus> { status },
        _ => RequestQuery.Invalid("status", $"must be open, closed, or one of {Names<RequestStatus>()}"),
    };

    private static bool TryParse<T>(string name, out T value)
        where T : struct, Enum => Enum.TryParse(name, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(name[0]);

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]));
}
