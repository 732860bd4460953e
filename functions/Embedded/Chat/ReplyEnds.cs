namespace RetailServerless.Embedded.Chat;

/// <summary>Which events end a reply.</summary>
internal static class ReplyEnds
{
    public static bool Is(string type) => type is "done" or "error";
}
