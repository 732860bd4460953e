using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>Makes functions that can be called.</summary>
internal static class Functions
{
    public static Function Make(FoundFunction found, IReadOnlyList<ArgumentBinder> binders, Func<HttpContext, IActionResult?>? refuse = null) =>
        new(found, new LocalFunctionDefinition(found), new FunctionInvoker(found.Method, binders)) { Refuse = refuse };
}
