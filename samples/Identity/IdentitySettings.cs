using System.Globalization;

namespace RetailServerless.Samples.Identity;

/// <summary>What the command line says.</summary>
/// <param name="Port">Port on 127.0.0.1.</param>
/// <param name="DataFolder">Where keys and demo sign-ins are kept.</param>
/// <param name="Shoppers">Customer numbers of the demo shoppers.</param>
internal sealed record IdentitySettings(int Port, string DataFolder, IReadOnlyList<string> Shoppers)
{
    public const string Usage = "usage: [--port 7090] [--data .local/identity] [--shoppers C00001,C00002,...|FILE]   (a file has one customer number a line)";

    private static readonly IdentitySettings Default = new(7090, ".local/identity", ["C00001", "C00002", "C00003"]);

    /// <summary>Where the issuer is.</summary>
    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>The folder of this issuer.</summary>
    public string Folder => Path.GetFullPath(DataFolder);

    /// <summary>Reads the command line; <see langword="null"/> when it is not understood.</summary>
    public static IdentitySettings? Parse(IReadOnlyList<string> args)
    {
        var settings = Default;
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : string.Empty;
            switch (args[i])
            {
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535:
                    settings = settings with { Port = port };
                    break;
                case "--data" when value.Length > 0:
                    settings = settings with { DataFolder = value };
                    break;
                case "--shoppers" when value.Length > 0:
                    settings = settings with { Shoppers = ReadShoppers(value) };
                    break;
                default:
                    return null;
            }
        }

        return settings;
    }

    private static string[] ReadShoppers(string value) =>
        (File.Exists(value) ? File.ReadAllText(value) : value).Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
