using System.Text.Json.Nodes;
using RetailServerless.Core.Decisions;

namespace RetailServerless.Core.Privacy.Requests.Package;

/// <summary>What a package tells beside the data themselves (GDPR Art. 15(1); Civ. Code 1798.110, 1798.130).</summary>
/// <param name="Request">The request.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="Law">The law under which it is given.</param>
/// <param name="Stores">The stores, each with what it holds.</param>
/// <param name="Decisions">The decisions made about the person, explained.</param>
/// <param name="Recipients">To whom data was passed on.</param>
/// <param name="Told">What the law wants told beside, each with its article.</param>
internal sealed record AccessContent(
    Guid Request, DateTimeOffset MadeAt, string Law, IReadOnlyList<AccessStore> Stores, IReadOnlyList<DecisionExplanation> Decisions, IReadOnlyList<string> Recipients, IReadOnlyList<ToldRule> Told);

/// <summary>One store in a package.</summary>
/// <param name="Description">What it keeps.</param>
/// <param name="Items">Everything it has of the person; empty when only categories were asked for.</param>
/// <param name="Count">How many items there are.</param>
internal sealed record AccessStore(PersonalDataDescription Description, IReadOnlyList<JsonObject> Items, int Count);

/// <summary>Something that must be told.</summary>
/// <param name="Text">In words.</param>
/// <param name="Citation">The article.</param>
internal sealed record ToldRule(string Text, string Citation);
