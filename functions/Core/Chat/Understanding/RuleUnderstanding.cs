using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Models;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>Understands a redacted message by rules: the words of the catalog, the topics of the store policy, and patterns of how people ask.</summary>
public static partial class RuleUnderstanding
{
    /// <summary>How records name it.</summary>
    public const string Reference = "rule-understanding@1";

    /// <summary>Its card.</summary>
    public static ModelCard Card { get; } = new()
    {
        Name = "rule-understanding",
        Version = 1,
        Kind = "rules",
        IntendedUse = "Finds what a shopper wants in one redacted message: ten intents, price bounds, categories, brands, attributes, order placeholders, pointers to products shown before.",
        OutOfScopeUse = "Languages other than English; decisions about people; anything that is not a shop's conversation.",
        Data = "Written by hand; the vocabulary is the shop's own catalog and store policy. No learning from conversations.",
        Evaluation = "The tests of Core/Chat/Understanding state what it must understand.",
        Limitations = "No paraphrase beyond its patterns, no negation except of brands, one intent a message.",
        EthicalConsiderations = "It reads redacted text only and uses nothing about the person; a misunderstanding gives an unhelpful answer, never a refusal of a right.",
    };

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Understands a message.</summary>
    /// <param name="message">Redacted.</param>
    /// <param name="vocabulary">The words of the catalog in effect.</param>
    /// <param name="store">The topics that the store policy knows.</param>
    /// <param name="context">What was shown before.</param>
    public static TurnUnderstanding Understand(string message, CatalogVocabulary vocabulary, StorePolicy store, DialogueContext context)
    {
        var query = QueryReader.Read(message, vocabulary);
        var order = PlaceholderVault.Find(message).FirstOrDefault(p => p.StartsWith("[ORDER_", StringComparison.Ordinal));
        var shown = ShownReferences.Read(message, context.ShownCount);
        var understanding = new TurnUnderstanding
        {
            Intent = Intent.Unknown,
            Query = query,
            Order = order,
            Shown = shown,
            PointsAtFocus = shown.Count == 0 && (context.HasFocus || context.ShownCount > 0) && Pointer().IsMatch(message),
            AskedAttributes = AskedAttributes(message),
            WholeOrder = Everything().IsMatch(message),
            ContentWords = [.. Words.Of(message).Where(w => !StopWords.Contains(w.Text)).Select(w => w.Normal)],
            Topic = store.TopicOf(message)?.Id,
        };
        return understanding with { Intent = IntentOf(message, understanding, context) };
    }

    private static Intent IntentOf(string message, TurnUnderstanding u, DialogueContext context)
    {
        if (ToAPerson().IsMatch(message))
        {
            return Intent.HandOff;
        }

        if (Returning().IsMatch(message))
        {
            var asksForTheRule = u.Order is null && RuleQuestion().IsMatch(message);
            return asksForTheRule && u.Topic is not null ? Intent.StorePolicy : Intent.StartReturn;
        }

        if (context.AwaitsReturn && (u.Order is not null || u.WholeOrder || ShortAnswer(u)))
        {
            return Intent.StartReturn;
        }

        if (u.Order is not null || OrderQuestion().IsMatch(message))
        {
            return Intent.OrderStatus;
        }

        var pointsAtProduct = u.Shown.Count > 0 || u.PointsAtFocus;
        if (pointsAtProduct)
        {
            return PriceOrStock().IsMatch(message) && u.AskedAttributes.Count == 0 ? Intent.PriceAndAvailability : Intent.ProductQuestion;
        }

        if (u.Topic is not null && u.Query.Categories.Count == 0 && u.Query.Brands.Count == 0)
        {
            return Intent.StorePolicy;
        }

        if (u.ContentWords.Count <= 1 && u.Query.Categories.Count == 0)
        {
            if (ThankYou().IsMatch(message))
            {
                return Intent.Thanks;
            }

            if (Hello().IsMatch(message))
            {
                return Intent.Greeting;
            }
        }

        if (PriceOrStock().IsMatch(message) && u.Query.Text.Length > 0 && u.Query.ExcludedBrands.Count == 0)
        {
            return Intent.PriceAndAvailability;
        }

        if (TellMeAbout().IsMatch(message) && u.ContentWords.Count > 0)
        {
            return Intent.ProductQuestion;
        }

        if (u.Query.HasConstraint || (Finding().IsMatch(message) && u.ContentWords.Count > 0))
        {
            return Intent.FindProducts;
        }

        return About().IsMatch(message) && u.ContentWords.Count > 0 ? Intent.ProductQuestion : Intent.Unknown;
    }

    private static bool ShortAnswer(TurnUnderstanding u) => u.ContentWords.Count is > 0 and <= 6 && u.Topic is null && u.Query.MinPrice is null && u.Query.MaxPrice is null;

    private static IReadOnlyList<string> AskedAttributes(string message) =>
        [.. AttributeQuestion().Matches(message).Select(m => AttributeNames.Of(m.Groups["name"].Value)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(?:(?:talk|speak|chat|connect|transfer|escalate)\w*\s+(?:me\s+)?(?:to|with)\s+(?:an?\s+|the\s+|your\s+|some\s?(?:one|body)?\s*)?(?:real\s+|live\s+|actual\s+)?(?:human|person|people|agent|representative|rep|someone|somebody|staff|manager|supervisor|employee|operator|colleague|customer\s+(?:service|support))|(?:real|live)\s+(?:human|person|agent)|human\s+(?:please|agent|being)|^\s*(?:agent|human|representative|operator)[\s.!]*$|(?:want|need|get\s+me|give\s+me)\s+(?:an?\s+)?(?:human|agent|representative|supervisor|manager)|hand\s*-?\s*(?:me\s+)?off|customer\s+service\s+(?:agent|representative))\b", Options, 1000)]
    private static partial Regex ToAPerson();

    [GeneratedRegex(@"\b(?:return(?:s|ed|ing)?|send(?:ing)?\s+(?:it|this|that|them|these|\w+\s+\w+|\w+)?\s*back|give\s+(?:it|them)\s+back|refund(?:s|ed)?|money\s+back)\b", Options, 1000)]
    private static partial Regex Returning();

    [GeneratedRegex(@"\b(?:polic(?:y|ies)|rules?|conditions?|how\s+(?:do|does|can|long|many|much)|can\s+(?:i|you|we|one)|could\s+i|is\s+it\s+possible|do\s+you\s+(?:accept|take|allow|offer|have)|what\s+(?:is|are|if|'s)|what's|when|are\s+returns|free\s+returns?|return\s+(?:window|period|shipping|label)|within)\b", Options, 1000)]
    private static partial Regex RuleQuestion();

    [GeneratedRegex(@"\b(?:where(?:'s|\s+is|\s+are)\s+(?:my|the)\s+(?:\w+\s+){0,2}?(?:orders?|packages?|parcels?|deliver(?:y|ies)|shipments?|stuff|purchase)|(?:track|tracking)\b.{0,30}\b(?:orders?|packages?|parcels?|number|shipments?|it)|track\s+my|(?:status|state|progress)\s+of\s+(?:my|the)\s+(?:\w+\s+)?orders?|orders?\s+status|my\s+(?:last|latest|recent|previous)?\s*orders?\b|(?:has|did|have|is|will|when)\s+(?:will\s+|does\s+|is\s+)?my\s+(?:\w+\s+)?(?:orders?|packages?|parcels?|shipments?|delivery)|my\s+(?:packages?|parcels?)\b)", Options, 1000)]
    private static partial Regex OrderQuestion();

    [GeneratedRegex(@"\b(?:how\s+much|what\s+(?:does|do|is\s+the\s+(?:price|cost)|are\s+the\s+prices?)|price|cost|costs|in\s+stock|available|availability|sold\s+out|out\s+of\s+stock|still\s+(?:have|sell)|how\s+many\s+(?:are|do\s+you\s+have)|on\s+sale|discount(?:ed)?)\b", Options, 1000)]
    private static partial Regex PriceOrStock();

    [GeneratedRegex(@"\b(?:look(?:ing)?\s+for|search(?:ing)?\s+for|find|show|need|want|recommend|suggest|do\s+you\s+(?:have|sell|carry|stock)|have\s+you\s+got|got\s+any|are\s+there|is\s+there|any|gifts?|presents?|buy|shopping\s+for|shop\s+for|browse|options|interested\s+in|list|which|something\s+for|i'd\s+like)\b", Options, 1000)]
    private static partial Regex Finding();

    [GeneratedRegex(@"\b(?:tell\s+me\s+(?:more\s+)?about|describe|(?:details?|info(?:rmation)?|more)\s+(?:on|of|about)|what\s+(?:colou?rs?|sizes?|material))\b", Options, 1000)]
    private static partial Regex TellMeAbout();

    [GeneratedRegex(@"\b(?:tell\s+me\s+(?:more\s+)?about|what\s+(?:is|are|about|colou?rs?|sizes?|material)|what's|describe|details?|does|is\s+the|are\s+the|how\s+(?:big|heavy|large|tall|long|wide|old)|info(?:rmation)?|specs?|specifications?|features?|made\s+of|who\s+makes|reviews?|rating|rated|compare|which\s+(?:colou?rs?|sizes?))\b", Options, 1000)]
    private static partial Regex About();

    [GeneratedRegex(@"\b(?:it|its|it's|that\s+one|this\s+one|that\s+product|this\s+product|the\s+same\s+one|those|these|them|this|that)\b", Options, 1000)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"\b(?:everything|all\s+of\s+(?:it|them)|(?:the\s+)?(?:whole|entire|complete|full)\s+(?:order|thing|lot)|all\s+items|both)\b", Options, 1000)]
    private static partial Regex Everything();

    [GeneratedRegex(@"\b(?<name>colou?rs?|sizes?|materials?|fabric|made\s+of|brand|who\s+makes|weights?|heavy|dimensions?|rating|rated|reviews?|category|gender)\b", Options, 1000)]
    private static partial Regex AttributeQuestion();

    [GeneratedRegex(@"\b(?:thanks?|thank\s+you|thx|cheers|bye|goodbye|that's\s+all|great|perfect)\b", Options, 1000)]
    private static partial Regex ThankYou();

    [GeneratedRegex(@"^\s*(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|greetings|howdy)\b", Options, 1000)]
    private static partial Regex Hello();
}
