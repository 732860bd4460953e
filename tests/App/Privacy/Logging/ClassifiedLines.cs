using Microsoft.Extensions.Logging;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Functions.Tests.Privacy.Logging;

/// <summary>Lines that name what must not be in a log.</summary>
internal static partial class ClassifiedLines
{
    [LoggerMessage(1, LogLevel.Information, "A customer was changed.")]
    public static partial void Changed(ILogger logger, [LogProperties] Customer customer);

    [LoggerMessage(2, LogLevel.Information, "Person {Person} wrote: {Text}")]
    public static partial void Wrote(ILogger logger, [PersonalIdentifier] string person, [PersonalText] string text);

    [LoggerMessage(3, LogLevel.Information, "The address {Address} and the key {Key}")]
    public static partial void Kept(ILogger logger, [PersonalData] string address, [Secret] string key);
}
