namespace RetailServerless.Core.Audit;

/// <summary>The tamper-evident log of decisions and changes of state.</summary>
public interface IAuditLog
{
    /// <summary>Appends an event. When it returns the entry is durable. The same entry id twice is one entry.</summary>
    /// <returns>The index of the entry.</returns>
    Task<long> AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken);
}
