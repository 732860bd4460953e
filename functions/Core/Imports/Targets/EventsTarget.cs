using RetailServerless.Core.Consent;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Personalization;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Clickstream events: one row an event. Of persons who have not agreed nothing is kept.</summary>
public sealed class EventsTarget(EventStore events, TimeProvider time) : IImportTarget
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Events;

    /// <inheritdoc/>
    public RowSchema Schema => EventRows.Schema;

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(new EventRows(time), events);

    private sealed class Session(EventRows rows, EventStore events) : ImportSession
    {
        private const int BatchSize = 50_000;
        private readonly List<PersonEvent> _batch = [];

        public override bool IsBatchReady => _batch.Count >= BatchSize;

        public override RowError? Read(ImportRow row)
        {
            var (made, error) = rows.Read(row);
            if (made is { } personEvent)
            {
                _batch.Add(personEvent);
            }

            return error;
        }

        public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
        {
            var result = await events.WriteAsync(_batch, PrivacySignals.None, cancellationToken);
            _batch.Clear();
            return new BatchResult(result.Visits.Changed, result.Visits.Unchanged, result.WithoutBasis);
        }

        public override void DropBatch() => _batch.Clear();
    }
}
