using RetailServerless.Benchmarks.Audit;
using RetailServerless.Benchmarks.Chat;
using RetailServerless.Benchmarks.Consent;
using RetailServerless.Benchmarks.DurableEngine;
using RetailServerless.Benchmarks.Erasure;
using RetailServerless.Benchmarks.Pages;
using RetailServerless.Benchmarks.Redaction;
using RetailServerless.Benchmarks.Search;

return args switch
{
    ["audit", .. var rest] => await AuditBenchmark.RunAsync(rest),
    ["chat", .. var rest] => await ChatBenchmark.RunAsync(rest),
    ["consent", .. var rest] => await ConsentBenchmark.RunAsync(rest),
    ["console", .. var rest] => await ConsoleBenchmark.RunAsync(rest),
    ["durable-engine", .. var rest] => await DurableEngineBenchmark.RunAsync(rest),
    ["erasure", .. var rest] => await ErasureBenchmark.RunAsync(rest),
    ["redaction", .. var rest] => RedactionBenchmark.Run(rest),
    ["redaction-train", .. var rest] => TaggerTraining.Run(rest),
    ["search", .. var rest] => await SearchBenchmark.RunAsync(rest),
    ["search-quality", .. var rest] => await SearchQualityBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "Benchmarks: audit [APPENDS [PROOF_TREE [VERIFIED]]], chat [SECONDS], consent [ANSWERS], console [ENTRIES] [RUNS], durable-engine [SEQUENCES | --finished INSTANCES], erasure [SHOPPERS] [EVENTS], redaction [FILE] [--misses], redaction-train FILE OUT [EPOCHS], search [PRODUCTS], search-quality [DIR].");
    return 2;
}
