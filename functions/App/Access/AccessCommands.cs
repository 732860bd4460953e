using System.Globalization;
using RetailServerless.Core.Access;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Access;

/// <summary>The command line of storefront keys: <c>keys list|create NAME|rotate NAME|revoke NAME|demo</c>.</summary>
internal sealed class AccessCommands(StorefrontKeys keys, TimeProvider time)
{
    private const string Actor = "system";
    private const string DemoName = "demo";

    private const string Usage = """
        usage: keys list
               keys create NAME [--scopes SCOPE,SCOPE]
               keys rotate NAME [--grace 1h]        (s, m, h or d; the old key stays good so long)
               keys revoke NAME
               keys demo                            (a key named demo, new each time: for a machine of one's own)
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="args">The arguments, <c>keys</c> first.</param>
    /// <param name="output">Where the answer goes; a key that is made is the one line of it.</param>
    /// <param name="errors">Where complaints go.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <returns>Exit code: 0 done, 1 refused, 2 not understood.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case ["keys", "list"]:
                await ListAsync(output, cancellationToken);
                return 0;
            case ["keys", "create", var name]:
                return await ShowAsync(await keys.CreateAsync(name, StorefrontScopes.Default, Actor, cancellationToken), output, errors);
            case ["keys", "create", var name, "--scopes", var scopes]:
                return await ShowAsync(
                    await keys.CreateAsync(name, scopes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Actor, cancellationToken), output, errors);
            case ["keys", "rotate", var name]:
                return await ShowAsync(await keys.RotateAsync(name, StorefrontKeys.DefaultGrace, Actor, cancellationToken), output, errors);
            case ["keys", "rotate", var name, "--grace", var text] when ParseSpan(text) is { } grace:
                return await ShowAsync(await keys.RotateAsync(name, grace, Actor, cancellationToken), output, errors);
            case ["keys", "revoke", var name]:
                var revoked = await keys.RevokeAsync(name, Actor, cancellationToken);
                return await ShowAsync(revoked.TryGet(out _, out var failure) ? $"revoked: {name}" : failure, output, errors);
            case ["keys", "demo"]:
                var created = await keys.CreateAsync(DemoName, StorefrontScopes.Default, Actor, cancellationToken);
                return await ShowAsync(
                    created.Failure is null ? created : await keys.RotateAsync(DemoName, TimeSpan.Zero, Actor, cancellationToken), output, errors);
            default:
                await errors.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> ShowAsync(Result<string> result, TextWriter output, TextWriter errors)
    {
        if (result.TryGet(out var line, out var failure))
        {
            await output.WriteLineAsync(line);
            return 0;
        }

        await errors.WriteLineAsync(failure.Detail);
        return 1;
    }

    private static TimeSpan? ParseSpan(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number <= 10_000 => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private async Task ListAsync(TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var key in await keys.ListAsync(cancellationToken))
        {
            var state = key.RevokedAt is not null ? "revoked" : key.PreviousValidUntil > time.GetUtcNow() ? "rotated, old key still good" : "good";
            await output.WriteLineAsync($"{key.Name}\t{state}\t{string.Join(',', key.Scopes)}\t{(key.RotatedAt ?? key.CreatedAt).UtcDateTime:u}");
        }
    }
}
