using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using OpenAI;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Models;

namespace RetailServerless.Embedded.Chat.Models;

/// <summary>A model behind an endpoint that speaks OpenAI's chat completions.</summary>
internal static partial class OpenAIResponder
{
    // One more try for a hiccup; a shopper does not wait for a third.
    private const int Retries = 1;

    public static Responder Create(OpenAIOptions options)
    {
        var client = new OpenAIClient(
            new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey),
            new OpenAIClientOptions { Endpoint = new Uri(options.Endpoint), RetryPolicy = new ClientRetryPolicy(Retries) });
        return new Responder(client.GetChatClient(options.Model).AsIChatClient(), NameOf(options), IsLlm: true);
    }

    /// <summary>The card of the model that an operator configured. What it was made from only its maker knows.</summary>
    public static ModelCard CardOf(OpenAIOptions options) => new()
    {
        Name = NameOf(options),
        Version = 1,
        Kind = "large language model",
        IntendedUse = "Words the replies of the chat from evidence and decisions of the rules. It sees placeholders in the place of personal text, and each of its sentences is checked before it is sent.",
        OutOfScopeUse = "Decisions: about orders, returns, prices and people rules decide. Use without the check of its sentences.",
        Data = $"Made by a third party; see the documentation of {options.Model}. The platform trains nothing on conversations.",
        Evaluation = "By its maker. Here: the checks of every reply are counted in its decision record.",
        Limitations = "May word things badly or say what is not in the evidence; such sentences are put right or withheld, and the rules answer when nothing is left.",
        EthicalConsiderations = "Messages leave the platform, redacted, to the configured endpoint. Shoppers are told that an AI answers.",
    };

    private static string NameOf(OpenAIOptions options) => "openai-" + NoName().Replace(options.Model.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoName();
}
