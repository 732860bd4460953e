namespace RetailServerless.LocalHost.Hosting;

/// <summary>A start that fails and that nobody catches ends the process with its message and exit code 1, not with a stack trace.</summary>
internal static class StartFailureExit
{
    private static int _installed;

    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        }
    }

    private static void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is LocalHostStartException problem)
        {
            Console.Error.WriteLine(problem.Message);
            Environment.Exit(1);
        }
    }
}
