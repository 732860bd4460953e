namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>An entity as a query gives it.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Backlog">How many messages wait for it.</param>
internal sealed record StoredEntity(EntityRow Row, int Backlog);
