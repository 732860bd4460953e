using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace RetailServerless.LocalHost.Tests.Api;

/// <summary>Writes types and members as the description files do.</summary>
internal static class ApiText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsArray || type.IsByRef)
        {
            return Of(type.GetElementType()!) + (type.IsArray ? "[]" : string.Empty);
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    public static string Kind(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return "delegate";
        }

        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        if (type.IsValueType)
        {
            return "struct";
        }

        return (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static class",
            (true, false) => "abstract class",
            (false, true) => "sealed class",
            _ => "class",
        };
    }

    public static string Of(ConstructorInfo constructor) =>
        $"{(constructor.IsFamily ? "protected " : string.Empty)}new({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : string.Empty;
        return $"{Modifiers(method)}{Of(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    public static string Of(PropertyInfo property)
    {
        var setter = property.SetMethod is { } set && IsVisible(set)
            ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "
            : string.Empty;
        var getter = property.GetMethod is { } get && IsVisible(get) ? "get; " : string.Empty;
        return $"{Modifiers((property.GetMethod ?? property.SetMethod)!)}{Of(property.PropertyType)} {property.Name} {{ {getter}{setter}}}";
    }

    public static string Of(FieldInfo field) => field.DeclaringType!.IsEnum
        ? $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
        : $"{(field.IsStatic ? "static " : string.Empty)}{Of(field.FieldType)} {field.Name}";

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface || method.DeclaringType.IsSubclassOf(typeof(Delegate)))
        {
            return string.Empty;
        }

        var access = method.IsPublic ? string.Empty : "protected ";
        var kind = method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : string.Empty;
        return access + kind;
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        return string.Join(", ", method.GetParameters().Select((p, i) => (isExtension && i == 0 ? "this " : string.Empty) + Of(p)));
    }

    private static string Of(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : string.Empty;
        var suffix = !parameter.HasDefaultValue ? string.Empty : $" = {(parameter.DefaultValue is null ? "default" : Convert.ToString(parameter.DefaultValue, CultureInfo.InvariantCulture))}";
        return $"{prefix}{Of(parameter.ParameterType)} {parameter.Name}{suffix}";
    }
}
