namespace RetailServerless.LocalHost.Settings;

/// <summary>What host.json says, as far as it means something here.</summary>
internal sealed record HostJson
{
    /// <summary>What stands before every route; "api" unless set, as in Azure.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>HTTP functions that run at once; null: no limit.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>HTTP requests that run or wait; null: no limit.</summary>
    public int? MaxOutstandingRequests { get; init; }

    /// <summary>Headers of every response.</summary>
    public IReadOnlyDictionary<string, string> CustomHeaders { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Activities that run at once; null: the engine's default.</summary>
    public int? MaxConcurrentActivities { get; init; }

    /// <summary>Orchestrators that run at once; null: the engine's default.</summary>
    public int? MaxConcurrentOrchestrators { get; init; }

    /// <summary>Entities that run at once; null: the engine's default.</summary>
    public int? MaxConcurrentEntities { get; init; }

    /// <summary>Log levels as settings (<c>Logging:LogLevel:...</c>).</summary>
    public IReadOnlyDictionary<string, string?> LogLevels { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
}
