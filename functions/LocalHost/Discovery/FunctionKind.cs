namespace RetailServerless.LocalHost.Discovery;

/// <summary>What calls a function.</summary>
internal enum FunctionKind
{
    Http,
    Timer,
    Orchestration,
    Activity,
    Entity,
}
