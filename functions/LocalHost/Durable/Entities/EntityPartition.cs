using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// Where an entity runs: its address alone says so, so that a message finds one that was never there. FNV-1a over UTF-16, part of the file format.
/// </summary>
internal static class EntityPartition
{
    public static int Of(string id)
    {
        var hash = 2166136261u;
        foreach (var letter in id)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Schema.Partitions);
    }
}
