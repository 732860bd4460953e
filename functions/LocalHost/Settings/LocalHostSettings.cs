using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Settings;

/// <summary>Where the host listens and keeps its data.</summary>
/// <param name="Address">The address it binds; loopback unless set.</param>
/// <param name="Port">The TCP port; 0 takes a free one.</param>
/// <param name="DataFolder">The folder of the durable store and the timers, made when absent.</param>
/// <param name="MaxRequestBodyBytes">The largest body in bytes.</param>
/// <param name="ShutdownTimeout">How long requests and functions may take to end when the host stops.</param>
/// <param name="DurableRetention">How long ended orchestrations stay; null keeps all.</param>
internal sealed record LocalHostSettings(
    IPAddress Address, int Port, string DataFolder, long MaxRequestBodyBytes, TimeSpan ShutdownTimeout, TimeSpan? DurableRetention)
{
    public const int DefaultPort = 7071;

    /// <summary>Kestrel's own default, 30 MB less a little.</summary>
    public const long DefaultMaxRequestBodyBytes = 30_000_000;

    public static LocalHostSettings Read(IConfiguration configuration, StartupErrors errors)
    {
        var address = IPAddress.Loopback;
        if (configuration[SettingNames.Address] is { Length: > 0 } text && !TryAddress(text, out address))
        {
            address = IPAddress.Loopback;
            errors.Add($"the setting {SettingNames.Address} is '{text}'; it must be an IP address, 'localhost' or '*'.");
        }

        var retentionDays = Number(configuration, SettingNames.DurableRetentionDays, 30, 0, 36_500, errors);
        return new LocalHostSettings(
            address,
            (int)Number(configuration, SettingNames.Port, DefaultPort, 0, ushort.MaxValue, errors),
            Path.GetFullPath(configuration[SettingNames.DataFolder] is { Length: > 0 } folder ? folder : ".local"),
            Number(configuration, SettingNames.MaxRequestBodyBytes, DefaultMaxRequestBodyBytes, 0, long.MaxValue, errors),
            TimeSpan.FromSeconds(Number(configuration, SettingNames.ShutdownSeconds, 10, 0, 3600, errors)),
            retentionDays == 0 ? null : TimeSpan.FromDays(retentionDays));
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        address = text switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.IPv6Any,
            _ => IPAddress.None,
        };
        return !address.Equals(IPAddress.None) || IPAddress.TryParse(text, out address!);
    }

    private static long Number(IConfiguration configuration, string name, long fallback, long least, long most, StartupErrors errors)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        errors.Add($"the setting {name} is '{text}'; it must be a whole number from {least} to {most}.");
        return fallback;
    }
}
