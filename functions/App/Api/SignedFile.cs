using System.Text.Json;
using RetailServerless.Core.Privacy.Signing;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>The public keys with which something is checked.</summary>
/// <param name="Keys">Oldest first.</param>
internal sealed record PublicKeys(IReadOnlyList<SigningKey> Keys);

/// <summary>Checks a file that the platform signed with nothing but a file of public keys. Needs no data folder and no network.</summary>
internal static class SignedFile
{
    /// <param name="file">The signed file.</param>
    /// <param name="keys">The public keys, as the API gives them.</param>
    /// <param name="refuse">Why it is not genuine; null when it is.</param>
    /// <param name="describe">What it is, when it is genuine.</param>
    /// <param name="output">Where the verdict goes.</param>
    /// <param name="errors">Where it is said why it cannot be checked.</param>
    /// <returns>0 when it is genuine, 1 when it is not, 2 when it cannot be checked.</returns>
    public static async Task<int> CheckAsync<T>(
        string file, string keys, Func<T, IReadOnlyList<SigningKey>, string?> refuse, Func<T, string> describe, TextWriter output, TextWriter errors)
    {
        try
        {
            var signed = await ReadAsync<T>(file);
            if (refuse(signed, (await ReadAsync<PublicKeys>(keys)).Keys) is { } reason)
            {
                await output.WriteLineAsync($"NOT GENUINE: {reason}");
                return 1;
            }

            await output.WriteLineAsync($"genuine: {describe(signed)}");
            return 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            await errors.WriteLineAsync($"It cannot be checked: {unreadable.Message}");
            return 2;
        }
    }

    private static async Task<T> ReadAsync<T>(string path)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<T>(file, PlatformJson.Options) ?? throw new JsonException($"{path} holds nothing.");
    }
}
