namespace RetailServerless.Functions.Api;

/// <summary>What the OpenAPI document says about a function, beside its route and who may call it.</summary>
/// <param name="summary">One line, imperative: what a call does.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiOperationAttribute(string summary) : Attribute
{
    /// <summary>One line: what a call does.</summary>
    public string Summary { get; } = summary;

    /// <summary>More, in a few sentences.</summary>
    public string? Description { get; set; }

    /// <summary>The type of the JSON body; <see langword="null"/> for none.</summary>
    public Type? Request { get; set; }

    /// <summary>Media types of the body where it is not JSON, as <c>application/gzip</c>.</summary>
    public string[] RequestMediaTypes { get; set; } = [];

    /// <summary>The type of the JSON answer; <see langword="null"/> for none.</summary>
    public Type? Response { get; set; }

    /// <summary>The status of success.</summary>
    public int Status { get; set; } = 200;

    /// <summary>More statuses of success, as 202.</summary>
    public int[] MoreStatuses { get; set; } = [];

    /// <summary>Media types of the answer beside JSON, as <c>text/event-stream</c>.</summary>
    public string[] MoreMediaTypes { get; set; } = [];

    /// <summary>Query values, each a name, or a name, a colon and what it is, as <c>size: 1 to 100, 20 unless given</c>.</summary>
    public string[] Query { get; set; } = [];

    /// <summary>Names of request headers that it honours, as <c>Idempotency-Key</c>.</summary>
    public string[] Headers { get; set; } = [];
}
