using System.Reflection;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>Waits for what a method returned and gives its value.</summary>
internal delegate ValueTask<object?> ReturnReader(object? returned);

/// <summary>A reader for each shape a function may return.</summary>
internal static class ReturnReaders
{
    public static bool HasValue(Type type) => type != typeof(void) && type != typeof(Task) && type != typeof(ValueTask);

    /// <summary>The type of the value in a method's return type; null when it gives none.</summary>
    public static Type? ValueType(Type type) => !HasValue(type) ? null : Awaited(type) ?? type;

    public static ReturnReader For(Type type)
    {
        if (type == typeof(void))
        {
            return static _ => default;
        }

        if (type == typeof(Task))
        {
            return static returned => Wait(new ValueTask((Task)returned!));
        }

        if (type == typeof(ValueTask))
        {
            return static returned => Wait((ValueTask)returned!);
        }

        return Awaited(type) is { } awaited
            ? Generic(type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(OfTask) : nameof(OfValueTask), awaited)
            : static returned => new ValueTask<object?>(returned);
    }

    private static Type? Awaited(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : null;

    private static ReturnReader Generic(string name, Type type) => typeof(ReturnReaders)
        .GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(type)
        .CreateDelegate<ReturnReader>();

    private static async ValueTask<object?> Wait(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> OfTask<T>(object? returned) => await (Task<T>)returned!;

    private static async ValueTask<object?> OfValueTask<T>(object? returned) => await (ValueTask<T>)returned!;
}
