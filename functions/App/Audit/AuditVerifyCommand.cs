using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Functions.Audit;

/// <summary>The command that checks an export and needs nothing else: no settings, no data folder, no platform.</summary>
internal static class AuditVerifyCommand
{
    private const string Usage = """
        usage: verify-audit EXPORT --key KEY [--key KEY] [--older CHECKPOINT]
               EXPORT      the file of JSON lines from /api/audit/export, of the whole log or of a part
               KEY         a public key of the log, as name+id+base64, or a file with one a line, or with the answer of /api/audit/keys: a log whose key was
                           changed has several, and each checks what it signed
               CHECKPOINT  a file with a checkpoint of the same log that was kept before
        exit code: 0 everything holds, 1 something was changed, 2 not understood or not readable
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>Exit code: 0 everything holds, 1 something was changed, 2 not understood or not readable.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (Read(args) is not { } asked)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var keys = asked.Keys.SelectMany(ReadKeys).ToList();
            if (keys.Count == 0 || keys.Contains(null))
            {
                await errors.WriteLineAsync("A key is written as name+id+base64; the platform gives its own at /api/audit/keys.");
                return 2;
            }

            await using var export = File.OpenRead(asked.Export);
            var older = asked.Older is null ? null : await File.ReadAllTextAsync(asked.Older, cancellationToken);
            return await SayAsync(await AuditVerifier.VerifyAsync(export, keys!, older, cancellationToken), output);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(unreadable.Message);
            return 2;
        }
    }

    private static async Task<int> SayAsync(AuditVerdict verdict, TextWriter output)
    {
        if (verdict is { Checkpoint: { } checkpoint })
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"ok: {(verdict.Part is { } part ? $"entries {part.First} to {part.Before - 1} of " : "")}{checkpoint.Size} entries of {checkpoint.Origin}, root {Convert.ToBase64String(checkpoint.Root)}; "
                + $"bodies: {verdict.Bodies.Readable} as committed, {verdict.Bodies.Erased} erased with their people, {verdict.Bodies.Retired} removed by retention{(verdict.Part is null ? " as announced" : ", which only the whole log can show to be announced")}"));
            return 0;
        }

        await output.WriteLineAsync($"{verdict.Fault!.Code}: {verdict.Fault.Detail}");
        return 1;
    }

    private static IEnumerable<NoteVerifier?> ReadKeys(string key) => (File.Exists(key) ? ReadFile(File.ReadAllText(key)) : [key]).Select(NoteVerifier.Parse);

    private static IEnumerable<string> ReadFile(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
        {
            return text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line));
        }

        try
        {
            return JsonNode.Parse(text)?["keys"] is JsonArray keys ? [.. keys.Select(k => k?.GetValueKind() == JsonValueKind.String ? (string)k! : "")] : [""];
        }
        catch (JsonException)
        {
            return [""];
        }
    }

    private static Asked? Read(IReadOnlyList<string> args)
    {
        if (args.Count < 4 || args[1].StartsWith('-') || args.Count % 2 != 0)
        {
            return null;
        }

        var asked = new Asked(args[1], [], null);
        for (var i = 2; i < args.Count; i += 2)
        {
            switch (args[i])
            {
                case "--key":
                    asked.Keys.Add(args[i + 1]);
                    break;
                case "--older":
                    asked = asked with { Older = args[i + 1] };
                    break;
                default:
                    return null;
            }
        }

        return asked;
    }

    private sealed record Asked(string Export, List<string> Keys, string? Older);
}
