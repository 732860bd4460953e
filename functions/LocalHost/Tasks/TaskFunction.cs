using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>A function that the durable engine calls.</summary>
/// <param name="Function">The function.</param>
/// <param name="TaskName">The name by which orchestrators and clients call it.</param>
/// <param name="InputType">What its input is read as.</param>
internal sealed record TaskFunction(Function Function, string TaskName, Type InputType);
