namespace RetailServerless.Core.Tests.Fakes;

/// <summary>A theory about the real data beside the repository; skipped, and counted as skipped, without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = "The data folder is not there: set RETAIL_TEST_DATA, or put it at ../shared/data from the root of the repository.";
        }
    }
}
