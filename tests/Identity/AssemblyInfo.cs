// The issuer reads its environment from the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
