using System.Net;
using System.Text.Json;
using RetailServerless.Core.Access;
using RetailServerless.Core.Models;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Models;

[Collection(GovernanceGroup.Name)]
public sealed class ModelFunctionsTests(GovernanceHost host)
{
    [Fact]
    public async Task Staff_see_the_models_and_follow_to_a_card()
    {
        var list = await GovernanceHost.ReadAsync(await host.AsStaffAsync(HttpMethod.Get, "api/models", StaffRoles.MerchandisingPlanner));
        var model = Assert.Single(list["items"]!.AsArray(), m => (string?)m!["name"] == "test-model")!;

        var card = await host.AsStaffAsync(HttpMethod.Get, ((string?)model["card"])!, StaffRoles.MerchandisingPlanner);

        Assert.Equal(("test-model", 1, "approved"), ((string?)model["name"], (int)model["version"]!, (string?)model["status"]));
        Assert.Equal(GovernanceHost.Card, JsonSerializer.Deserialize<ModelCard>(await card.Content.ReadAsStringAsync(), PlatformJson.Options));
    }

    [Theory]
    [InlineData("api/models/test-model/versions/2/card")]
    [InlineData("api/models/test-model/versions/one/card")]
    [InlineData("api/models/rogue/versions/1/card")]
    public async Task A_version_that_is_not_there_is_not_found(string url)
    {
        var answer = await host.AsStaffAsync(HttpMethod.Get, url, StaffRoles.GovernanceBoard);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Shoppers_do_not_see_them() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsShopperAsync(HttpMethod.Get, "api/models", "anybody")).StatusCode);
}
