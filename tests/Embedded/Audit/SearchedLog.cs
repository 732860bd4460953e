using System.Globalization;
using System.Text;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Audit;

namespace RetailServerless.Embedded.Tests.Audit;

/// <summary>A log of random entries, and beside it a plain list of what was appended, which is searched by looking at everything.</summary>
internal sealed class SearchedLog(SqliteAuditStore store, int seed)
{
    public const long FirstMinute = 29_000_000;

    private static readonly string[] Kinds = ["chat.turn", "chat.handoff", "consent.changed", "consent", "consentual", "policy.refused", "audit.read"];
    private static readonly string[] Roles = ["shopper", "visitor", "system", "Privacy.Officer"];
    private static readonly string?[] Models = [null, null, "responder@1", "responder@2", "ranker@1,responder@2"];
    private static readonly string?[] Policies = [null, "chat/returns@1", "chat/returns@12", "chat/store@1,chat/returns@1", "consent/default@3"];
    private readonly Random _random = new(seed);
    private readonly List<Row> _rows = [];

    public int Count => _rows.Count;

    public async Task AppendAsync(int count)
    {
        for (var left = count; left > 0;)
        {
            var batch = Enumerable.Range(_rows.Count, Math.Min(left, _random.Next(1, 700))).Select(Next).ToList();
            await store.AppendAsync([.. batch.Select(r => r.ToEntry())], default);
            _rows.AddRange(batch);
            left -= batch.Count;
        }
    }

    public async Task EraseAsync(string person)
    {
        await store.EraseBodiesAsync(person, default);
        _rows.ForEach(r => r.BodyIsThere &= r.Person != person);
    }

    public async Task RetireAsync(int before)
    {
        var due = Enumerable.Range(0, before).Where(i => _rows[i].Kind == "chat.turn").ToList();
        var removed = await store.RetireBodiesAsync([.. due.Select(i => (long)i)], default);
        Assert.Equal(due.Count(i => _rows[i].BodyIsThere), removed);
        due.ForEach(i => _rows[i].BodyIsThere = false);
    }

    /// <summary>A search for any combination of what there is, and sometimes for what there is not.</summary>
    public StoredSearch AnySearch()
    {
        var terms = new List<AuditTerm>();
        void Maybe(AuditFacet facet, params string[] values)
        {
            if (_random.Next(3) == 0)
                terms.Add(new AuditTerm(facet, values[_random.Next(values.Length)]));
        }

        Maybe(AuditFacet.Kind, "chat", "chat.turn", "consent", "consent.changed", "consentual", "nothing", "audit");
        Maybe(AuditFacet.ActorRole, [.. Roles, "nobody"]);
        Maybe(AuditFacet.Model, "responder", "responder@2", "ranker@1", "ranker");
        Maybe(AuditFacet.Policy, "chat/returns", "chat/returns@1", "chat/store@1", "consent/default@4");
        var since = _random.Next(3) == 0 ? FirstMinute + _random.Next(_rows.Count / 10) : (long?)null;
        return new StoredSearch
        {
            Terms = terms,
            Without = _random.Next(4) == 0 ? [new AuditTerm(AuditFacet.Kind, "chat.turn"), new AuditTerm(AuditFacet.Kind, "nothing")] : [],
            WithBody = _random.Next(4) == 0,
            Partition = _random.Next(3) == 0 ? "c:" + _random.Next(12) : null,
            Decision = _random.Next(6) == 0 ? Mark(_random.Next(900)) : null,
            Actor = _random.Next(6) == 0 ? Mark(10_000 + _random.Next(3)) : null,
            SinceMinute = since,
            BeforeMinute = _random.Next(3) == 0 ? (since ?? FirstMinute) + _random.Next(_rows.Count / 10) : null,
            From = _random.Next(4) == 0 ? _random.Next(_rows.Count) : null,
            Limit = _random.Next(1, 60),
            NewestFirst = _random.Next(2) == 0,
        };
    }

    /// <summary>What a search must find.</summary>
    public IEnumerable<long> Find(StoredSearch search)
    {
        var found = Enumerable.Range(0, _rows.Count).Where(i => _rows[i].Has(search));
        found = search.NewestFirst
            ? found.Reverse().Where(i => search.From is null || i <= search.From)
            : found.Where(i => search.From is null || i >= search.From);
        return found.Take(search.Limit).Select(i => (long)i);
    }

    private Row Next(int number)
    {
        var person = _random.Next(4) == 0 ? "shop" : "c:" + _random.Next(10);
        return new Row
        {
            Number = number,
            Kind = Kinds[_random.Next(Kinds.Length)],
            Role = Roles[_random.Next(Roles.Length)],
            Model = Models[_random.Next(Models.Length)],
            Policy = Policies[_random.Next(Policies.Length)],

            // Clocks of several processes do not quite agree.
            Minute = FirstMinute + (number / 10) + _random.Next(-3, 4),
            Person = person,
            Decision = _random.Next(3) == 0 ? _random.Next(1_000) : null,
            Actor = _random.Next(8) == 0 ? _random.Next(2) : null,
        };
    }

    private static byte[] Mark(int number) => [.. Enumerable.Repeat((byte)1, 12), .. BitConverter.GetBytes(number)];

    private sealed record Row
    {
        public required int Number { get; init; }

        public required string Kind { get; init; }

        public required string Role { get; init; }

        public required string? Model { get; init; }

        public required string? Policy { get; init; }

        public required long Minute { get; init; }

        public required string Person { get; init; }

        public required int? Decision { get; init; }

        public required int? Actor { get; init; }

        public bool BodyIsThere { get; set; } = true;

        public bool Has(StoredSearch search) =>
            search.Terms.All(Has)
            && !search.Without.Any(Has)
            && (!search.WithBody || BodyIsThere)
            && (search.SinceMinute is null || Minute >= search.SinceMinute)
            && (search.BeforeMinute is null || Minute < search.BeforeMinute)
            && (search.Partition is null || (BodyIsThere && Person == search.Partition))
            && (search.Decision is null || (BodyIsThere && Decision is { } decision && search.Decision.AsSpan().SequenceEqual(Mark(decision))))
            && (search.Actor is null || (BodyIsThere && Actor is { } actor && search.Actor.AsSpan().SequenceEqual(Mark(10_000 + actor))));

        public SealedEntry ToEntry()
        {
            var leaf = new AuditLeaf
            {
                EntryId = $"{Number:x32}",
                Time = AuditLeaf.Minute(DateTimeOffset.UnixEpoch.AddMinutes(Minute)),
                Kind = Kind,
                ActorRole = Role,
                Model = Model,
                Policy = Policy,
                BodyCommitment = new string('0', 64),
            };
            return new SealedEntry(leaf.EntryId, leaf.ToUtf8(), Person, Encoding.ASCII.GetBytes(Number.ToString(CultureInfo.InvariantCulture)))
            {
                Decision = Decision is { } decision ? Mark(decision) : null,
                Actor = Actor is { } actor ? Mark(10_000 + actor) : null,
            };
        }

        private bool Has(AuditTerm term) => term.Facet switch
        {
            AuditFacet.Kind => Kind == term.Value || Kind.StartsWith(term.Value + ".", StringComparison.Ordinal),
            AuditFacet.ActorRole => Role == term.Value,
            AuditFacet.Model => IsAmong(Model, term.Value),
            _ => IsAmong(Policy, term.Value),
        };

        private static bool IsAmong(string? joined, string asked) =>
            joined is not null && joined.Split(',').Any(name => name == asked || name.StartsWith(asked + "@", StringComparison.Ordinal));
    }
}
