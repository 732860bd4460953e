using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Tasks;

/// <summary>Makes tasks of functions with orchestration, activity and entity triggers, or says what prevents it.</summary>
internal sealed class TaskFunctionPlanner(StartupErrors errors)
{
    private static readonly ArgumentBinder OrchestrationInput = static context => new(context.Input);

    private readonly Dictionary<(FunctionKind Kind, string Name), string> _taken = [];

    public TaskFunction Plan(FoundFunction found)
    {
        var name = found.Trigger switch
        {
            OrchestrationTriggerAttribute { Orchestration: { Length: > 0 } given } => given,
            ActivityTriggerAttribute { Activity: { Length: > 0 } given } => given,
            EntityTriggerAttribute { EntityName: { Length: > 0 } given } => given,
            _ => found.Name,
        };
        if (!_taken.TryAdd((found.Kind, name.ToUpperInvariant()), found.Label) && name != found.Name)
        {
            errors.Add($"{found.Label}: the {found.Kind.ToString().ToLowerInvariant()} '{name}' is already {_taken[(found.Kind, name.ToUpperInvariant())]}.");
        }

        return found.Kind switch
        {
            FunctionKind.Orchestration => Orchestrator(found, name),
            FunctionKind.Entity => Entity(found, name),
            _ => Activity(found, name),
        };
    }

    private TaskFunction Orchestrator(FoundFunction found, string name)
    {
        if (found.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
        {
            errors.Add($"{found.Label}: the parameter '{found.TriggerParameter.Name}' of an orchestration trigger must be a TaskOrchestrationContext.");
        }

        ParameterInfo? input = null;
        var binders = FunctionBinders.For(
            found,
            parameter =>
            {
                if (input is not null || parameter.GetCustomAttributes().Any(FunctionBinders.IsBinding))
                {
                    return null;
                }

                input = parameter;
                return OrchestrationInput;
            },
            errors);
        return new TaskFunction(Functions.Make(found, binders), name, input?.ParameterType ?? typeof(object));
    }

    private TaskFunction Activity(FoundFunction found, string name)
    {
        if (typeof(TaskActivityContext).IsAssignableFrom(found.TriggerParameter.ParameterType))
        {
            errors.Add($"{found.Label}: the parameter '{found.TriggerParameter.Name}' of an activity trigger is the activity's input, not a TaskActivityContext.");
        }

        return new TaskFunction(Functions.Make(found, FunctionBinders.For(found, static _ => null, errors)), name, found.TriggerParameter.ParameterType);
    }

    private TaskFunction Entity(FoundFunction found, string name)
    {
        if (found.TriggerParameter.ParameterType != typeof(TaskEntityDispatcher))
        {
            errors.Add($"{found.Label}: the parameter '{found.TriggerParameter.Name}' of an entity trigger must be a TaskEntityDispatcher.");
        }

        if (name.Contains('@', StringComparison.Ordinal))
        {
            errors.Add($"{found.Label}: the name of the entity '{name}' cannot contain '@'.");
        }

        return new TaskFunction(Functions.Make(found, FunctionBinders.For(found, static _ => null, errors)), name, found.TriggerParameter.ParameterType);
    }
}
