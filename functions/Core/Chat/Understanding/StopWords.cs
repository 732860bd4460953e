namespace RetailServerless.Core.Chat.Understanding;

/// <summary>English words that say nothing about a product.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> All = new(
        """
        a an the some any all this that these those it its it's i i'm i'd i'll i've me my mine we us our you your he she they them their his her
        is are was were be been am do does did doing don't doesn't didn't have has had having can could will would shall should may might must won't can't
        and or but not no nor so if then than as of at by for from in into on onto to with without about between under over up out off
        what which who whom whose where when why how much many there here
        please thanks thank hello hi hey ok okay yes yeah
        looking look search searching find finding show showing see give get getting got need needing want wanting wanted like buy buying purchase order browse recommend recommendation recommendations suggest suggestion suggestions
        something anything thing things one ones kind sort type types item items product products stuff option options choice choices range selection
        good best nice great better really very just only also too well perfect ideal
        price prices priced cost costs costing dollar dollars euro euros pound pounds
        stock available availability sell sells selling carry offer offers offering store shop
        size sized colour color coloured colored tell know wondering question details detail info information help
        new today now currently right someone person people gift gifts present made make
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    public static bool Contains(string word) => All.Contains(word);
}
