using System.Globalization;
using RetailServerless.LocalHost.Tests.Durable;
using RetailServerless.LocalHost.Tests.Durable.Entities;

return args switch
{
    ["crash-worker", var folder, var first] => await CrashWorker.RunAsync(folder, int.Parse(first, CultureInfo.InvariantCulture)),
    ["kill-worker", var folder, var life, var checkpoints] =>
        await KillWorker.RunAsync(folder, int.Parse(life, CultureInfo.InvariantCulture), bool.Parse(checkpoints)),
    ["evidence-worker", var folder, var name, var lease] => await EvidenceWorker.RunAsync(folder, name, lease),
    ["left-worker", var folder, var orchestrator, var size] => await LeftWorker.RunAsync(folder, orchestrator, int.Parse(size, CultureInfo.InvariantCulture)),
    ["random-worker", var folder] => await RandomWorker.RunAsync(folder),
    ["entity-crash-worker", var folder, var number] => await EntityCrashWorker.RunAsync(folder, int.Parse(number, CultureInfo.InvariantCulture)),
    _ => 0,
};
