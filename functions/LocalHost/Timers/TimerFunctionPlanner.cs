using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Invocation;
using RetailServerless.LocalHost.Settings;

namespace RetailServerless.LocalHost.Timers;

/// <summary>Makes timers of functions with a timer trigger, or says what prevents it.</summary>
internal sealed class TimerFunctionPlanner(IConfiguration configuration, StartupErrors errors)
{
    public TimerFunction? Plan(FoundFunction found)
    {
        if (found.TriggerParameter.ParameterType != typeof(TimerInfo))
        {
            errors.Add($"{found.Label}: the parameter '{found.TriggerParameter.Name}' of a timer trigger must be a TimerInfo.");
        }

        var trigger = (TimerTriggerAttribute)found.Trigger;
        var binders = FunctionBinders.For(found, static _ => null, errors);
        return Schedule(found, trigger.Schedule) is { } schedule
            ? new TimerFunction(Functions.Make(found, binders), schedule, trigger.UseMonitor, trigger.RunOnStartup)
            : null;
    }

    private TimerSchedule? Schedule(FoundFunction found, string written)
    {
        var text = SettingReferences.Resolve(written, configuration, out var missing);
        foreach (var name in missing)
        {
            errors.Add($"{found.Label}: the schedule '{written}' names the setting '{name}', which has no value.");
        }

        if (missing.Count > 0)
        {
            return null;
        }

        var schedule = TimerSchedule.Parse(text, out var problem);
        if (schedule is null)
        {
            errors.Add($"{found.Label}: the schedule '{text}' cannot be used: {problem}.");
        }
        else if (schedule.Next(DateTimeOffset.UnixEpoch) is null)
        {
            errors.Add($"{found.Label}: the schedule '{text}' never comes.");
        }

        return schedule;
    }
}
