using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>Makes functions that can be called.</summary>
internal static class Functions
{
    public static Function Make(FoundFunction found, IReadOnlyList<ArgumentBinder> binders) =>
        new(found, new LocalFunctionDefinition(found), new FunctionInvoker(found.Method, binders));
}
