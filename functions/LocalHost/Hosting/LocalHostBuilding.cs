using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>From the builder that the application sees to the host that runs.</summary>
internal static class LocalHostBuilding
{
    public static WebApplicationBuilder CreateWebBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    public static IHost Build(WebApplicationBuilder web, FunctionSources sources) => web.Build();
}
