namespace RetailServerless.Functions.Tests.Governance;

/// <summary>Tests that share one host; each uses customers of its own.</summary>
[CollectionDefinition(Name)]
public sealed class GovernanceGroup : ICollectionFixture<GovernanceHost>
{
    public const string Name = "governance";
}
