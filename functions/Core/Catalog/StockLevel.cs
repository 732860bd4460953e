namespace RetailServerless.Core.Catalog;

/// <summary>What is on hand of an article.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Availability">Whether it can be had.</param>
/// <param name="Quantity">Units; <see langword="null"/> when not counted.</param>
/// <param name="AsOf">When this was true, UTC. An older level never replaces a newer one.</param>
public sealed record StockLevel(Sku Sku, Availability Availability, int? Quantity, DateTimeOffset AsOf);
