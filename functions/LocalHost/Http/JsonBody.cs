using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Http;

/// <summary>Reads <c>[FromBody]</c> parameters from JSON bodies.</summary>
internal sealed class JsonBody(Type type, bool mayBeAbsent)
{
    public static ArgumentBinder Binder(ParameterInfo parameter)
    {
        var mayBeAbsent = parameter.HasDefaultValue
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        return new JsonBody(parameter.ParameterType, mayBeAbsent).ReadAsync;
    }

    private async ValueTask<object?> ReadAsync(LocalFunctionContext context)
    {
        var request = context.Http!.Request;
        if (request.ContentLength == 0 || (request.ContentLength is null && !CanHaveBody(request)))
        {
            return mayBeAbsent ? null : Absent();
        }

        if (!request.HasJsonContentType())
        {
            return new Rejection(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body must be JSON: send it with 'Content-Type: application/json'.");
        }

        try
        {
            var options = request.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var value = await request.ReadFromJsonAsync(type, options, request.HttpContext.RequestAborted);
            return value is null && !mayBeAbsent ? Absent() : value;
        }
        catch (JsonException problem)
        {
            return new Rejection(StatusCodes.Status400BadRequest, "invalid-json", Describe(problem));
        }
        catch (BadHttpRequestException problem)
        {
            return new Rejection(problem.StatusCode, ProblemWriter.CodeOf(problem), problem.Message);
        }
    }

    private static bool CanHaveBody(HttpRequest request) =>
        request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static Rejection Absent() => new(StatusCodes.Status400BadRequest, "invalid-json", "A JSON body is required.");

    private static string Describe(JsonException problem)
    {
        const string Missing = "including:";
        var missing = problem.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (missing >= 0 && problem.Message.Contains("required properties", StringComparison.Ordinal))
        {
            return "The JSON body lacks required properties:" + problem.Message[(missing + Missing.Length)..];
        }

        var place = string.Create(CultureInfo.InvariantCulture, $"at line {(problem.LineNumber ?? 0) + 1}, position {(problem.BytePositionInLine ?? 0) + 1}");
        return problem.InnerException is JsonException
            ? $"The body is not valid JSON {place}."
            : $"The JSON value of '{problem.Path ?? "$"}' {place} is not of the kind that is expected there.";
    }
}
