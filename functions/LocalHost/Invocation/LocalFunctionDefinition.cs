using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using RetailServerless.LocalHost.Discovery;

namespace RetailServerless.LocalHost.Invocation;

/// <summary>The description of a function that middleware can read.</summary>
internal sealed class LocalFunctionDefinition : FunctionDefinition
{
    public LocalFunctionDefinition(FoundFunction found)
    {
        Name = found.Name;
        PathToAssembly = found.Method.DeclaringType!.Assembly.Location;
        EntryPoint = $"{found.Method.DeclaringType.FullName}.{found.Method.Name}";
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}|{EntryPoint}")).AsSpan(0, 8));
        Parameters = [.. found.Method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];
        InputBindings = found.Method.GetParameters()
            .Select(p => (p.Name, Attribute: p.GetCustomAttribute<BindingAttribute>()))
            .Where(p => p.Attribute is not null)
            .ToImmutableDictionary(p => p.Name!, p => (BindingMetadata)new InputBinding(p.Name!, TypeOf(p.Attribute!)));
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = ImmutableDictionary<string, BindingMetadata>.Empty;

    /// <summary><c>HttpTriggerAttribute</c> is <c>httpTrigger</c>.</summary>
    private static string TypeOf(BindingAttribute attribute)
    {
        var name = attribute.GetType().Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private sealed class InputBinding(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
