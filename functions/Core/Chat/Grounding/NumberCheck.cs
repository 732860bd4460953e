namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Numbers that are neither amounts nor days: of the product they are said of, of a policy or an order, or of the shopper's own words.</summary>
internal static class NumberCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        foreach (var number in NumberText.Find(check.Masked))
        {
            var products = check.ProductsAt(number.Start);
            var isTrue = (products.Count > 0 && products.All(p => p.Numbers.Has(number))) || check.Sheet.SharedNumbers.Has(number);
            if (!isTrue)
            {
                check.Withhold("number");
            }
        }
    }
}
