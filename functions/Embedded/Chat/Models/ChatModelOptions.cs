using Microsoft.Extensions.Options;

namespace RetailServerless.Embedded.Chat.Models;

/// <summary>Which model answers, section <c>Chat</c>.</summary>
public sealed class ChatModelOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Chat";

    /// <summary><c>offline</c> (rules, no language model; the default) or <c>openai</c> (any endpoint that speaks OpenAI's chat completions).</summary>
    public string Provider { get; set; } = "offline";

    /// <summary>The endpoint, for <c>openai</c>.</summary>
    public OpenAIOptions OpenAI { get; set; } = new();
}

/// <summary>Says everything that is wrong with the settings at once, by their full names.</summary>
internal sealed class ChatModelOptionsValidation : IValidateOptions<ChatModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ChatModelOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ChatModelOptions options)
    {
        if (options.Provider is not ("offline" or "openai"))
        {
            yield return "Chat:Provider must be offline or openai.";
        }

        if (options.Provider != "openai")
        {
            yield break;
        }

        if (!Uri.TryCreate(options.OpenAI.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            yield return "Chat:OpenAI:Endpoint must be an absolute http or https address, as https://api.openai.com/v1.";
        }

        if (string.IsNullOrWhiteSpace(options.OpenAI.Model))
        {
            yield return "Chat:OpenAI:Model must name the model.";
        }
    }
}

/// <summary>An endpoint that speaks OpenAI's chat completions, settings <c>Chat:OpenAI</c>.</summary>
public sealed class OpenAIOptions
{
    /// <summary>Its address up to and with the version, as <c>https://api.openai.com/v1</c> or <c>http://localhost:11434/v1</c>.</summary>
    public string Endpoint { get; set; } = "https://api.openai.com/v1";

    /// <summary>The key; some local endpoints need none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model, as the endpoint calls it.</summary>
    public string Model { get; set; } = "";
}
