namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>A test that needs a file system of its own which can be filled; mounting one takes root on Linux.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.CanMount)
        {
            Skip = "A small file system can be mounted by root on Linux only.";
        }
    }
}
