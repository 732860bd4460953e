using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Many requests at a time, from a list that staff upload.</summary>
public sealed class PrivacyBulkFunctions(RequestIntakes intakes, RequestRunner runner)
{
    private const int MostRows = 1_000;
    private const int MostBytes = 1024 * 1024;
    private static readonly string[] Columns = ["customerId", "right", "country", "region"];

    private static readonly Failure NotCsv = new(
        FailureKind.Invalid, "invalid-csv", "Send CSV in UTF-8 with the header customerId,right,country,region and at most 1,000 rows. Country and region may be empty.");

    /// <summary>Takes a list in.</summary>
    [Function(nameof(PostPrivacyRequests))]
    [ApiOperation(
        "Make many requests from a CSV list",
        Description = "The columns are customerId, right, country, region. Every row is answered: taken, open already, or why not. Each person is verified as if they had come alone.",
        RequestMediaTypes = ["text/csv"],
        Response = typeof(BulkAnswer))]
    public async Task<IActionResult> PostPrivacyRequests(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/privacy/requests/bulk")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(request, cancellationToken)).TryGet(out var rows, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var answers = new List<BulkRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            answers.Add(await TakeAsync(i + 2, rows[i], request.HttpContext.GetCaller().Role, client, cancellationToken));
        }

        return Answers.Ok(new BulkAnswer(answers.Count(r => r.Result == "taken"), answers.Count(r => r.Result == "open-already"), answers));
    }

    private static async Task<Result<List<string[]>>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellationToken) is > 0 and var read)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MostBytes)
            {
                return NotCsv;
            }
        }

        var lines = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')).ToList();
        return lines.Count is < 2 or > MostRows + 1 || !lines[0].Split(',').Select(c => c.Trim()).SequenceEqual(Columns, StringComparer.OrdinalIgnoreCase)
            ? NotCsv
            : lines.Skip(1).Select(l => l.Split(',').Select(v => v.Trim().Trim('"')).ToArray()).ToList();
    }

    private async Task<BulkRow> TakeAsync(int number, string[] row, string actorRole, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (row.Length != Columns.Length || !PersonHeaders.IsCustomerNumber(row[0]) || !Enum.TryParse<PrivacyRight>(row[1], ignoreCase: true, out var right) || !Enum.IsDefined(right)
            || char.IsAsciiDigit(row[1][0]) || right is PrivacyRight.Correction or PrivacyRight.ContestOfAutomatedDecision)
        {
            return new BulkRow(number, "refused", null, "The row has not four columns with a customer's number and a right; corrections and contests are made one by one.");
        }

        var wanted = new NewRequest
        {
            Right = right,
            Subject = new RequestSubject
            {
                Person = PersonId.Of(new CustomerId(row[0])),
                Residence = new Residence(row[2].Length > 0 ? row[2] : null, row[3].Length > 0 ? row[3] : null),
            },
            Intake = RequestIntake.Bulk,
            ActorRole = actorRole,
        };
        if (!(await intakes.TakeAsync(wanted, cancellationToken)).TryGet(out var taken, out var failure))
        {
            return new BulkRow(number, "refused", null, failure.Detail);
        }

        await runner.StartAsync(client, taken.Request.Id, cancellationToken);
        return new BulkRow(number, taken.IsNew ? "taken" : "open-already", taken.Request.Id, null);
    }
}

/// <summary>What became of a list.</summary>
/// <param name="Taken">Requests opened.</param>
/// <param name="OpenAlready">Rows whose request is open already.</param>
/// <param name="Rows">Every row.</param>
internal sealed record BulkAnswer(int Taken, int OpenAlready, IReadOnlyList<BulkRow> Rows);

/// <summary>What became of a row. It does not repeat whom it is about.</summary>
/// <param name="Row">Its line in the file; the header is 1.</param>
/// <param name="Result"><c>taken</c>, <c>open-already</c> or <c>refused</c>.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Reason">Why it was refused.</param>
internal sealed record BulkRow(int Row, string Result, Guid? RequestId, string? Reason);
