namespace RetailServerless.LocalHost.Invocation;

/// <summary>Gives the value of one parameter.</summary>
/// <param name="context">The invocation.</param>
internal delegate ValueTask<object?> ArgumentBinder(LocalFunctionContext context);
