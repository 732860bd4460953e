using System.Text.Json;

namespace RetailServerless.Samples.Shop.Loading;

/// <summary>Says where everything is, who can sign in, and three commands to try.</summary>
internal static class WelcomeCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(args, "--from", "--platform", "--console", "--issuer", "--sign-ins", "--key");
        var platform = arguments.Required("--platform").TrimEnd('/');
        var key = arguments.Required("--key");
        var shoppers = DemoShoppers.Read(arguments.Required("--from"));
        var (customer, order) = shoppers.Count > 0 ? shoppers[0] : default;
        using var client = new PlatformClient(new Uri(platform));
        client.ActFor(key, customer);
        var conversation = await client.PostAsync("/api/conversations", new { });
        var person = customer is not null ? $" -H 'x-shopper-id: {customer}'"
            : conversation.TryGetProperty("visitorId", out var visitor) ? $" -H 'x-visitor-id: {visitor.GetString()}'" : "";
        var turns = $"{platform}/api/conversations/{conversation.GetProperty("id").GetString()}/turns -H 'x-storefront-key: {key}'{person} -H 'content-type: application/json'";
        var (search, first, second) = order is not null
            ? ("q=running+shoes&maxPrice=100&size=3", "affordable running shoes under $100", $"Where is my order {order}?")
            : ("size=3", $"How much is the {await FirstTitleAsync(client)}?", "Is it in stock?");

        Console.WriteLine($"functions       {platform}   (OpenAPI: {platform}/api/openapi.json)");
        Console.WriteLine($"console         {arguments.Required("--console")}");
        Console.WriteLine($"issuer          {arguments.Required("--issuer")}");
        Console.WriteLine($"storefront key  {key}   (new at every start; the one before no longer works)");
        Console.WriteLine();
        Console.WriteLine("demo sign-ins");
        foreach (var account in JsonSerializer.Deserialize<List<JsonElement>>(await File.ReadAllTextAsync(arguments.Required("--sign-ins"))) ?? [])
        {
            var role = account.TryGetProperty("role", out var r) && r.GetString() is { } name ? name : "shopper";
            Console.WriteLine($"  {account.GetProperty("userName").GetString(),-10} {account.GetProperty("password").GetString(),-18} {role}");
        }

        Console.WriteLine();
        Console.WriteLine("Try it:");
        Console.WriteLine($"  curl -s '{platform}/api/products/search?{search}' -H 'x-storefront-key: {key}'");
        Console.WriteLine($$"""  curl -s {{turns}} -d '{"message":"{{first}}"}'""");
        Console.WriteLine($$"""  curl -sN {{turns}} -H 'accept: text/event-stream' -d '{"message":"{{second}}"}'""");
        return 0;
    }

    // Quotes would end the shell's and the message's own.
    private static async Task<string> FirstTitleAsync(PlatformClient client)
    {
        var found = await client.GetAsync("/api/products/search?size=1");
        var hits = found.GetProperty("hits");
        return hits.GetArrayLength() == 0 ? "tent" : hits[0].GetProperty("product").GetProperty("title").GetString()!.Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
    }
}
