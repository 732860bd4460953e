using Microsoft.Azure.Functions.Worker.Converters;
using RetailServerless.LocalHost.Http;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The parameter is read from the request's JSON body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute() : InputConverterAttribute(typeof(JsonBody));
