using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace RetailServerless.Benchmarks.Audit;

/// <summary>What SQLite itself can do with the bytes of an audit entry: rows of one table in batches, every commit synced.</summary>
internal static class PlainRows
{
    private const int Batch = 1_024;
    private const int LeafBytes = 380;
    private const int BodyBytes = 660;

    /// <returns>Rows per second.</returns>
    public static double Measure(string file, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; CREATE TABLE entries(number INTEGER PRIMARY KEY, leaf BLOB NOT NULL, body BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entries(leaf, body) VALUES ($leaf, $body)";
        insert.Parameters.AddWithValue("$leaf", RandomNumberGenerator.GetBytes(LeafBytes));
        insert.Parameters.AddWithValue("$body", RandomNumberGenerator.GetBytes(BodyBytes));
        var start = Stopwatch.GetTimestamp();
        for (var written = 0; written < rows; written += Batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < Batch; i++)
            {
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
