namespace RetailServerless.LocalHost.Settings;

/// <summary>The settings of LocalHost, by their full names.</summary>
public static class SettingNames
{
    /// <summary>The TCP port, also <c>--port</c>; 7071 unless set, 0 takes a free one.</summary>
    public const string Port = "LocalHost:Port";

    /// <summary>The IP address to bind; 127.0.0.1 unless set.</summary>
    public const string Address = "LocalHost:Address";

    /// <summary>The folder of the durable store and the timers, also <c>--data</c>; <c>.local</c> below the current folder unless set.</summary>
    public const string DataFolder = "LocalHost:DataFolder";

    /// <summary>The largest request body in bytes; 30,000,000 unless set.</summary>
    public const string MaxRequestBodyBytes = "LocalHost:MaxRequestBodyBytes";

    /// <summary>How many seconds requests and functions have to end when the host stops; 10 unless set.</summary>
    public const string ShutdownSeconds = "LocalHost:ShutdownSeconds";

    /// <summary>How many days an ended orchestration stays in the durable store before it is deleted; 30 unless set, 0 keeps all.</summary>
    public const string DurableRetentionDays = "LocalHost:DurableRetentionDays";
}
