namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>A rule that can be shown: where it comes from, and what it says in plain words.</summary>
public interface ICitedRule
{
    /// <summary>Article or section, as <c>GDPR Art. 12(3)</c>. Where the law leaves a choice to the shop, the article that leaves it.</summary>
    string Citation { get; }

    /// <summary>What it says, as a sentence for a person.</summary>
    string Sentence { get; }
}

/// <summary>A rule without numbers of its own.</summary>
/// <param name="Citation">Article or section.</param>
/// <param name="Sentence">What it says.</param>
public sealed record LawRule(string Citation, string Sentence) : ICitedRule;
