using RetailServerless.Benchmarks.Search;

return args switch
{
    ["search", .. var rest] => await SearchBenchmark.RunAsync(rest),
    ["search-quality", .. var rest] => await SearchQualityBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Benchmarks: search [PRODUCTS], search-quality [DIR].");
    return 2;
}
