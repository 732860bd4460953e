using RetailServerless.Samples.Shop.Assortment;

namespace RetailServerless.Samples.Shop.Behaviour;

/// <summary>Writes reviews whose tone follows the product's true quality.</summary>
internal static class ReviewWriter
{
    private static readonly string[] Good = ["Exactly what I wanted", "Would buy again", "Better than expected", "Great value", "Very happy with it"];
    private static readonly string[] Middling = ["Does the job", "Good, with small flaws", "Fine for the price", "Okay overall"];
    private static readonly string[] Bad = ["Disappointed", "Not what I expected", "Sent it back", "Did not last"];
    private static readonly string[] GoodText = ["It feels well made and works as described.", "I use it nearly every day.", "Delivery was quick and the box was intact.", "My friends asked where I got it."];
    private static readonly string[] MiddlingText = ["It is fine, but I expected a little more.", "The instructions could be clearer.", "The colour differs slightly from the picture."];
    private static readonly string[] BadText = ["It broke after two weeks.", "The size runs small and the material feels thin.", "It arrived scratched.", "It does not do what the description says."];

    public static ShopReview Write(Random random, string id, ShopOrder order, ShopProduct product, DateTimeOffset at)
    {
        var score = (4.6 * product.Quality) + 0.9 + (0.8 * random.Normal());
        var rating = Math.Clamp((int)Math.Round(score), 1, 5);
        var (titles, texts) = rating switch { >= 4 => (Good, GoodText), 3 => (Middling, MiddlingText), _ => (Bad, BadText) };
        var text = $"{random.Pick(texts)} {(rating >= 3 ? random.Pick(product.Category.Features) : random.Pick(texts))}";
        return new ShopReview(id, order.Shopper, product, rating, random.Pick(titles), text, at);
    }
}
