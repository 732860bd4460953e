namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>
/// Every write takes the next number of the whole file, also one that replaces: the number is the ETag, and the order of numbers is the order of commits, so a reader of
/// changes who has seen one has seen all before it. A deletion leaves a row without a body for a day.
/// </summary>
internal static class DocumentSchema
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS containers(
            container INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            expired INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS documents(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            container INTEGER NOT NULL,
            partition TEXT NOT NULL,
            id TEXT NOT NULL,
            body TEXT,
            deleted INTEGER);
        CREATE UNIQUE INDEX IF NOT EXISTS documents_key ON documents(container, partition, id);
        CREATE INDEX IF NOT EXISTS documents_changes ON documents(container, number);
        CREATE INDEX IF NOT EXISTS documents_deleted ON documents(deleted) WHERE deleted IS NOT NULL;
        """;
}
