namespace RetailServerless.Embedded.Chat;

/// <summary>Events in the order in which they came; gone after minutes.</summary>
internal static class ReplyStreamSchema
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS events(
            number INTEGER PRIMARY KEY,
            turn BLOB NOT NULL,
            attempt INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            type TEXT NOT NULL,
            data TEXT NOT NULL,
            at INTEGER NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS events_position ON events(turn, attempt, sequence);
        CREATE INDEX IF NOT EXISTS events_at ON events(at);
        """;
}
