namespace RetailServerless.Console.Policies;

/// <summary>What somebody decided on the page.</summary>
/// <param name="Decision">What.</param>
/// <param name="Reason">Why.</param>
public sealed record DecisionMade(Decision Decision, string? Reason);
