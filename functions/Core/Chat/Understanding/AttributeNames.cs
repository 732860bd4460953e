namespace RetailServerless.Core.Chat.Understanding;

/// <summary>The attribute that a word of a question asks for.</summary>
internal static class AttributeNames
{
    public static string Of(string word) => Words.Key(word) switch
    {
        "colour" or "color" => "color",
        "size" or "dimension" => "size",
        "material" or "fabric" or "made of" => "material",
        "brand" or "who make" => "brand",
        "weight" or "heavy" => "weight",
        "rating" or "rated" or "review" => "rating",
        var other => other,
    };
}
