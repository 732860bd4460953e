using RetailServerless.Samples.Shop;
using RetailServerless.Samples.Shop.Loading;

const string Usage = """
    usage: generate --out FOLDER [--seed N] [--products N] [--shoppers N] [--days N] [--end YYYY-MM-DD]
           load --from FOLDER --platform URL --issuer URL --sign-ins FILE [--catalog FILE]
           welcome --from FOLDER --platform URL --console URL --issuer URL --sign-ins FILE --key KEY
    """;

try
{
    switch (args)
    {
        case ["generate", .. var rest]:
            return GenerateCommand.Run(rest);
        case ["load", .. var rest]:
            return await LoadCommand.RunAsync(rest);
        case ["welcome", .. var rest]:
            return await WelcomeCommand.RunAsync(rest);
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
