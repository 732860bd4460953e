using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>
/// The file of the master key, for its owner alone: JSON with every version and a checksum, oldest first. It comes into being in one step: of several processes that start at once one
/// makes it and all read it.
/// </summary>
internal static class MasterKeyFile
{
    private const int Format = 1;
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the file; makes it with a first key when it is missing.</summary>
    /// <exception cref="DataFolderException">Others may read it, it is damaged, or it cannot be read.</exception>
    public static IReadOnlyList<MasterKey> ReadOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path, [NewKey(1)]);
            }

            CheckMode(path);
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException and not DataFolderException))
        {
            throw new DataFolderException($"The key file {path} cannot be read or made: {error.Message}", error);
        }
    }

    /// <summary>Adds a version, which becomes the newest. Not for several processes at once.</summary>
    public static IReadOnlyList<MasterKey> AddVersion(string path)
    {
        var keys = ReadOrCreate(path);
        WriteBeside(path, [.. keys, NewKey(keys.Count + 1)], temporary => File.Move(temporary, path, overwrite: true));
        return ReadOrCreate(path);
    }

    private static MasterKey NewKey(int version) =>
        new(version.ToString(System.Globalization.CultureInfo.InvariantCulture), RandomNumberGenerator.GetBytes(KeyBytes));

    private static void Create(string path, IReadOnlyList<MasterKey> keys)
    {
        try
        {
            WriteBeside(path, keys, temporary => File.Move(temporary, path, overwrite: false));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its key is the key.
        }
    }

    private static void WriteBeside(string path, IReadOnlyList<MasterKey> keys, Action<string> moveIntoPlace)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, new Content(Format, keys, Checksum(keys)), JsonSerializerOptions.Web);
                stream.Flush(flushToDisk: true);
            }

            moveIntoPlace(temporary);
            DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void CheckMode(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is not UnixFileMode.None and var wider)
            throw new DataFolderException($"The key file {path} may be used by others ({wider}). Run: chmod 600 '{path}', and ask who may have read it.");
    }

    private static IReadOnlyList<MasterKey> Parse(string text, string path)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(text, JsonSerializerOptions.Web);
            if (content is { Format: Format, Keys.Count: > 0 } && content.Keys.All(k => k is { Version.Length: > 0, Key.Length: KeyBytes }) && content.Checksum == Checksum(content.Keys))
                return content.Keys;
        }
        catch (JsonException)
        {
            // Said below, without what the parser quotes of the text: it is a key.
        }

        throw new DataFolderException($"The key file {path} is damaged. Restore it from its backup: without it nothing about people can be read any more.");
    }

    private static string Checksum(IReadOnlyList<MasterKey> keys)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var key in keys)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(key.Version + '\n'));
            hash.AppendData(key.Key);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed record Content(int Format, IReadOnlyList<MasterKey> Keys, string Checksum);
}

/// <summary>One version of the master key.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Key">32 bytes.</param>
internal sealed record MasterKey(string Version, byte[] Key);
