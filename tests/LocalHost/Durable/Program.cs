using System.Globalization;
using RetailServerless.LocalHost.Tests.Durable;

return args is ["crash-worker", var folder, var first]
    ? await CrashWorker.RunAsync(folder, int.Parse(first, CultureInfo.InvariantCulture))
    : 0;
