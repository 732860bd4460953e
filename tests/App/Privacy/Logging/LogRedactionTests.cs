using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Functions.Tests.Architecture;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy.Logging;

/// <summary>What is classified does not reach a log, through the logging of the whole app.</summary>
public sealed class LogRedactionTests : IAsyncLifetime
{
    private const string Marker = "zqx7";
    private readonly CapturedLog _log = new();
    private readonly GovernanceHost _host;

    public LogRedactionTests() => _host = new GovernanceHost(services => services.AddSingleton<ILoggerProvider>(_log));

    private ILogger Logger => _host.Get<ILoggerFactory>().CreateLogger("RetailServerless.Tests");

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public void Nothing_of_a_classified_record_is_in_the_log()
    {
        var types = ClassifiedRecords.Of(typeof(Customer).Assembly).ToList();

        foreach (var type in types)
        {
            LogAsGenerated(type);
        }

        Assert.True(types.Count > 20, "Fewer types are classified than there are containers.");
        Assert.All(types, type => Assert.Contains(type.Name + " was logged", _log.Written, StringComparison.Ordinal));
        Assert.DoesNotContain(Marker, _log.Written, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_generated_line_leaves_out_what_its_properties_and_parameters_say()
    {
        var customer = new Customer { Id = new CustomerId(Marker + "-1"), Name = Marker + " Doe", Email = Marker + "@example.com", City = Marker };

        ClassifiedLines.Changed(Logger, customer);
        ClassifiedLines.Kept(Logger, "1 " + Marker + " Street", Marker + "-key");

        Assert.Contains("A customer was changed.", _log.Written, StringComparison.Ordinal);
        Assert.Contains("The address  and the key ", _log.Written, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, _log.Written, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_identifier_is_a_pseudonym_and_text_keeps_what_is_not_personal()
    {
        ClassifiedLines.Wrote(Logger, "c:4711", "Write to jane@example.com please");
        ClassifiedLines.Wrote(Logger, "c:4711", "thanks");

        var pseudonyms = Regex.Matches(_log.Written, "Person (?<id>id-[0-9a-f]{16}) wrote", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["id"].Value).ToList();
        Assert.Equal(2, pseudonyms.Count);
        Assert.Single(pseudonyms.Distinct(StringComparer.Ordinal));
        Assert.Contains("wrote: Write to [EMAIL] please", _log.Written, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", _log.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_container_of_personal_data_has_a_classified_record()
    {
        Assert.Empty(ClassifiedRecords.Unclassified(Personal(), DeclaredContainers(), ClassifiedRecords.Of(typeof(Customer).Assembly)));
    }

    [Fact]
    public void A_container_whose_record_is_not_classified_is_found()
    {
        PersonalDataDescription[] personal = [.. Personal(), new("forgotten", "A container that nobody classified.", ["identifiers"], [])];

        var found = ClassifiedRecords.Unclassified(personal, [.. DeclaredContainers(), "forgotten"], [.. ClassifiedRecords.Of(typeof(Customer).Assembly), typeof(Forgotten)]);

        Assert.Equal(["forgotten"], found);
    }

    // Only what the generator writes goes through the redactors by class: a line that takes a record as an argument of LogInformation would print it.
    [Fact]
    public void Nothing_is_logged_but_through_generated_methods()
    {
        var offenders = RepositoryRoot.Sources("functions").Where(f => Regex.IsMatch(File.ReadAllText(f), @"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

        Assert.Empty(offenders);
    }

    // What the generator of [LogProperties] writes for a record that is classified as a whole: one classified tag a property.
    private void LogAsGenerated(Type type)
    {
        var instance = Filled(type, 0);
        var classes = new DataClassificationSet(type.GetCustomAttributes<DataClassificationAttribute>().Select(a => a.Classification));
        var fields = FieldsOf(type);
        var state = LoggerMessageHelper.ThreadLocalState;
        var at = state.ReserveClassifiedTagSpace(fields.Length);
        foreach (var field in fields)
        {
            state.ClassifiedTagArray[at++] = new(field.Name, field.GetValue(instance), classes);
        }

        Logger.Log(LogLevel.Information, new EventId(1), state, null, (_, _) => type.Name + " was logged");
        state.Clear();
    }

    // Every string of it and of the records in it holds the marker.
    private static object Filled(Type type, int depth)
    {
        var instance = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in FieldsOf(type))
        {
            field.SetValue(instance, field.FieldType == typeof(string) ? Marker + field.Name : depth < 2 && IsOurs(field.FieldType) ? Filled(field.FieldType, depth + 1) : field.GetValue(instance));
        }

        return instance;
    }

    // What the properties that are stored hold; one that is computed may need more than a record without a constructor has.
    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic);

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("RetailServerless", StringComparison.Ordinal) == true && !type.IsEnum && !type.IsInterface && !type.IsAbstract;

    private static IEnumerable<string> DeclaredContainers() =>
        from type in typeof(IPersonalDataStore).Assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Container", StringComparison.Ordinal)
        select (string)field.GetRawConstantValue()!;

    private IEnumerable<PersonalDataDescription> Personal() => _host.Get<IEnumerable<IPersonalDataStore>>().Select(store => store.Description);

    private sealed record Forgotten(string Name);
}
