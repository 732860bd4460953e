using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Http;

/// <summary>Gives a parameter the value of the route's segment of the same name.</summary>
internal sealed class RouteValue(ParameterInfo parameter, RouteValue.Parser parse)
{
    /// <summary>Reads a value, without regard to culture.</summary>
    internal delegate bool Parser(string text, out object? value);

    private readonly string _name = parameter.Name!;
    private readonly object? _absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
    private readonly bool _mayBeAbsent = parameter.HasDefaultValue || MayBeNull(parameter.ParameterType);

    /// <summary>The binder of a parameter; null when values of its type cannot be read from a route.</summary>
    public static ArgumentBinder? Binder(ParameterInfo parameter) =>
        ParserFor(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { } parser
            ? new RouteValue(parameter, parser).Read
            : null;

    public static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private ValueTask<object?> Read(LocalFunctionContext context)
    {
        var text = Convert.ToString(context.Http!.Request.RouteValues[_name], CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(text))
        {
            return new(_mayBeAbsent ? _absent : Refuse());
        }

        return new(parse(text, out var value) ? value : Refuse());
    }

    private Rejection Refuse()
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var expected = type.IsEnum ? string.Join(", ", type.GetEnumNames().Select(n => char.ToLowerInvariant(n[0]) + n[1..])) : type.Name;
        return new(StatusCodes.Status400BadRequest, "malformed-route-value", $"The part '{_name}' of the address must be {(type.IsEnum ? "one of" : "a value of kind")} {expected}.");
    }

    private static Parser? ParserFor(Type type)
    {
        if (type == typeof(string))
        {
            return static (string text, out object? value) =>
            {
                value = text;
                return true;
            };
        }

        if (type.IsEnum)
        {
            return (string text, out object? value) =>
                Enum.TryParse(type, text, ignoreCase: true, out value) && Enum.IsDefined(type, value!) && !char.IsAsciiDigit(text[0]) && text[0] != '-';
        }

        var parsable = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>) && i.GetGenericArguments()[0] == type);
        return parsable
            ? typeof(RouteValue).GetMethod(nameof(TryParse), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Parser>()
            : null;
    }

    private static bool TryParse<T>(string text, out object? value)
        where T : IParsable<T>
    {

        var read = T.TryParse(text, CultureInfo.InvariantCulture, out var parsed);
        value = parsed;
        return read;
    }
}
