using RetailServerless.Samples.Shop;

return args switch
{
    ["generate", .. var rest] => GenerateCommand.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: generate --out FOLDER [--seed N] [--products N] [--shoppers N] [--days N] [--end YYYY-MM-DD]");
    return 2;
}
