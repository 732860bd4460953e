using RetailServerless.LocalHost.Durable.Payloads;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Which rows name which objects, within a transaction. As long as there is no object at all, which is the rule, a transaction that drops something
/// asks that once and nothing more.
/// </summary>
internal sealed class PayloadCells(Sqlite db)
{
    public const int History = 0;
    public const int Row = 1;

    /// <summary>Owner of the objects of messages and of the states of entities, which are dropped by their names.</summary>
    public const long Nobody = 0;

    private bool? _hasAny;

    public List<string> Dropped { get; } = [];

    public void Begin()
    {
        Dropped.Clear();
        _hasAny = null;
    }

    public void Own(string name, long owner, int cell)
    {
        db.Prepare("INSERT INTO payloads(name, owner, cell) VALUES (?,?,?)").Bind(name).Bind(owner).Bind(cell).Run();
        _hasAny = true;
    }

    /// <summary>The row of an instance names these objects now, and no others.</summary>
    public void OwnRow(long key, InstanceRecord record)
    {
        if (record.Payloads is not { } names)
        {
            return;
        }

        var now = names.All.Where(pair => ReferenceEquals(pair.Content, record.Input) || ReferenceEquals(pair.Content, record.Output)
            || ReferenceEquals(pair.Content, record.CustomStatus) || ReferenceEquals(pair.Content, record.Failure)).Select(pair => pair.Name).ToHashSet();
        foreach (var name in Names(key, Row).Where(name => !now.Remove(name)))
        {
            Drop(name);
        }

        foreach (var name in now)
        {
            Own(name, key, Row);
        }
    }

    public void Drop(long owner, int cell)
    {
        if (HasAny())
        {
            Names(owner, cell).ForEach(Drop);
        }
    }

    public void DropMessage(long inboxId) => DropNamed("SELECT message FROM inbox WHERE id = ?", inboxId);

    public void DropSignal(long signalId) => DropNamed("SELECT message FROM signals WHERE id = ?", signalId);

    public void Drop(string name)
    {
        db.Prepare("DELETE FROM payloads WHERE name = ?").Bind(name).Run();
        Dropped.Add(name);
    }

    private void DropNamed(string sql, long id)
    {
        if (!HasAny())
        {
            return;
        }

        var query = db.Prepare(sql).Bind(id);
        var name = query.Step() ? PayloadReference.NameIn(query.Blob(0)) : null;
        query.Reset();
        if (name is not null)
        {
            Drop(name);
        }
    }

    private List<string> Names(long owner, int cell)
    {
        var names = new List<string>();
        var query = db.Prepare("SELECT name FROM payloads WHERE owner = ? AND cell = ?").Bind(owner).Bind(cell);
        while (query.Step())
        {
            names.Add(query.Text(0));
        }

        return names;
    }

    private bool HasAny()
    {
        if (_hasAny is null)
        {
            var query = db.Prepare("SELECT 1 FROM payloads LIMIT 1");
            _hasAny = query.Step();
            query.Reset();
        }

        return _hasAny.Value;
    }
}
