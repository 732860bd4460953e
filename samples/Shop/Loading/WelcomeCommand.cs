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
        var conversation = (await client.PostAsync("/api/conversations", new { })).GetProperty("id").GetString();
        var turns = $"{platform}/api/conversations/{conversation}/turns -H 'x-storefront-key: {key}'{(customer is null ? "" : $" -H 'x-shopper-id: {customer}'")} -H 'content-type: application/json'";

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
        Console.WriteLine($"  curl -s '{platform}/api/products/search?q=running+shoes&maxPrice=100&size=3' -H 'x-storefront-key: {key}'");
        Console.WriteLine($$"""  curl -s {{turns}} -d '{"message":"affordable running shoes under $100"}'""");
        Console.WriteLine($$"""  curl -sN {{turns}} -H 'accept: text/event-stream' -d '{"message":"{{(order is null ? "Which of them is in stock?" : $"Where is my order {order}?")}}"}'""");
        return 0;
    }
}
