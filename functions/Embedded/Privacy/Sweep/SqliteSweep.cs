using System.Globalization;
using Microsoft.Data.Sqlite;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>
/// Looks through a database file: every value of every table through SQL, then what is not in use any more, then the write-ahead log. Where only something unused is found, as copies that moved cells
/// left behind, the file is rewritten without it.
/// </summary>
internal sealed class SqliteSweep(SweepScanner scanner, IReadOnlyList<SweepIdentifier> identifiers)
{
    private const string PartitionColumn = "partition";

    /// <summary>Looks through a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isCache">Whether rows in which something is found may just be removed.</param>
    /// <param name="found">Called for everything that is found.</param>
    public void Search(string path, bool isCache, Action<Needle, string, string> found)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=5000");
        Execute(connection, "PRAGMA secure_delete=ON");
        SearchRows(connection, isCache, found);
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

        var residue = new List<(Needle, string)>();
        Residue(path, residue);
        if (residue.Count > 0)
        {
            Execute(connection, "VACUUM");
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            residue.Clear();
            Residue(path, residue);
        }

        foreach (var (needle, encoding) in residue)
        {
            found(needle, encoding, "unused space");
        }

        foreach (var page in SqliteResidue.LoggedPages(path + "-wal"))
        {
            scanner.Scan(page, (needle, encoding) => found(needle, encoding, "write-ahead log"));
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private void Residue(string path, List<(Needle, string)> residue)
    {
        foreach (var part in SqliteResidue.UnusedParts(path))
        {
            scanner.Scan(part, (needle, encoding) => residue.Add((needle, encoding)));
        }
    }

    private void SearchRows(SqliteConnection connection, bool isCache, Action<Needle, string, string> found)
    {
        foreach (var table in Tables(connection))
        {
            var name = '"' + table.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
            var removable = isCache && HasRowId(connection, name);
            var remove = new List<long>();
            using (var command = connection.CreateCommand())
            {
                command.CommandText = removable ? $"SELECT rowid, * FROM {name}" : $"SELECT * FROM {name}";
                using var reader = command.ExecuteReader();
                var partition = Enumerable.Range(0, reader.FieldCount).FirstOrDefault(i => reader.GetName(i) == PartitionColumn, -1);
                while (reader.Read())
                {
                    SearchRow(reader, partition, table, removable ? remove : null, found);
                }
            }

            foreach (var row in remove.Distinct())
            {
                Execute(connection, string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {name} WHERE rowid = {row}"));
            }
        }
    }

    private static bool HasRowId(SqliteConnection connection, string name)
    {
        try
        {
            Execute(connection, $"SELECT rowid FROM {name} LIMIT 1");
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void SearchRow(SqliteDataReader reader, int partition, string table, List<long>? remove, Action<Needle, string, string> found)
    {
        var owner = partition >= 0 && reader.GetValue(partition) is string text ? text : null;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            ReadOnlyMemory<byte> value = reader.GetValue(i) switch
            {
                string s => System.Text.Encoding.UTF8.GetBytes(s),
                byte[] b => b,
                _ => default,
            };
            if (value.IsEmpty)
            {
                continue;
            }

            var column = reader.GetName(i);
            scanner.Scan(value, (needle, encoding) =>
            {
                if (remove is not null)
                {
                    remove.Add(reader.GetInt64(0));
                }
                else if (!IsOfSomebodyElse(owner, needle))
                {
                    found(needle, encoding, $"{table}.{column}");
                }
            });
        }
    }

    // An address or a number that two people share stays with the other one.
    private bool IsOfSomebodyElse(string? owner, Needle needle) =>
        owner is not null && (owner.StartsWith("c:", StringComparison.Ordinal) || owner.StartsWith("v:", StringComparison.Ordinal))
        && identifiers[needle.Identifier].Kind is not ("person" or "customer")
        && !identifiers.Any(i => i.Kind == "person" && i.Value == owner);
}
