namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an application starts.</summary>
#pragma warning disable CA1052 // The original is a class that can be constructed.
public class FunctionsApplication
#pragma warning restore CA1052
{
    /// <summary>A builder with the settings of files, environment and command line.</summary>
    /// <param name="args">The command line; see the settings of LocalHost.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(args);
    }
}
