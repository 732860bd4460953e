using System.Reflection;
using Bunit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using RetailServerless.Console.Components;
using RetailServerless.Console.Components.Pages;
using RetailServerless.Console.SignIn;

namespace RetailServerless.Console.Tests;

public sealed class PagesTests : ConsoleContext
{
    private static readonly List<Type> Pages = [.. typeof(Root).Assembly.GetTypes().Where(t => t.IsDefined(typeof(RouteAttribute)))];

    [Fact]
    public void Every_page_but_health_and_sign_in_asks_who_looks()
    {
        var open = Pages.Where(p => p.IsDefined(typeof(AllowAnonymousAttribute)) || !p.IsDefined(typeof(AuthorizeAttribute)));

        Assert.Equal([nameof(HealthPage), nameof(SignInPage)], open.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_navigation_leads_where_the_same_roles_may_go()
    {
        Assert.All(Area.All, area =>
        {
            var page = Pages.Single(p => p.GetCustomAttributes<RouteAttribute>().Any(r => r.Template == "/" + area.Path));
            Assert.Equal(area.Roles, page.GetCustomAttributes<AuthorizeAttribute>().Single(a => a.Roles is not null).Roles);
        });
    }

    [Fact]
    public void The_overview_shows_what_the_roles_reach_and_nothing_else()
    {
        SignIn("somebody");

        Assert.Empty(Open<OverviewPage>().FindAll(".card"));

        SignIn("auditor", RoleNames.GovernanceAuditor);

        Assert.Equal(
            Area.All.Where(a => a.Roles.Contains(RoleNames.GovernanceAuditor, StringComparison.Ordinal)).Select(a => a.Title),
            Open<OverviewPage>().FindAll(".card h2").Select(h => h.TextContent));
    }
}
