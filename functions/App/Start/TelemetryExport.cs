using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace RetailServerless.Functions.Start;

/// <summary>
/// Sends spans and metrics to an OpenTelemetry collector. It is off until <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; the other <c>OTEL_</c> settings mean what
/// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables says.
/// </summary>
/// <remarks>
/// Only what the platform and its orchestrations measure is sent. Requests as ASP.NET Core records them are not: their paths and queries name shoppers and what they looked for.
/// </remarks>
internal static class TelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string Platform = "RetailServerless.*";
    private const string Orchestrations = "Microsoft.DurableTask";

    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration[Endpoint]))
        {
            return services;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(configuration[ServiceName] ?? "retail-serverless"))
            .WithTracing(tracing =>
            {
                tracing.AddSource(Platform, Orchestrations).AddOtlpExporter();

                // The request above is not recorded, and the default sampler would leave out all that is below it.
                if (string.IsNullOrWhiteSpace(configuration[Sampler]))
                {
                    tracing.SetSampler(new AlwaysOnSampler());
                }
            })
            .WithMetrics(metrics => metrics.AddMeter(Platform).AddOtlpExporter());
        return services;
    }
}
