using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Chat.Replies;

namespace RetailServerless.Embedded.Chat.Models;

/// <summary>Registers the model that answers.</summary>
public static class ChatModelServiceCollectionExtensions
{
    /// <summary>Adds <see cref="Responders"/> as <c>Chat:Provider</c> says, and the card of a configured model. Settings that are wrong stop the start, all at once.</summary>
    public static IServiceCollection AddEmbeddedChatModel(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ChatModelOptions.Section);
        services.AddOptions<ChatModelOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChatModelOptions>, ChatModelOptionsValidation>();
        var options = section.Get<ChatModelOptions>() ?? new ChatModelOptions();
        if (options.Provider == "openai" && !string.IsNullOrWhiteSpace(options.OpenAI.Model))
        {
            services.AddSingleton(OpenAIResponder.CardOf(options.OpenAI));
        }

        return services.AddSingleton(_ =>
        {
            var offline = new Responder(new OfflineResponder(), OfflineResponder.Name, IsLlm: false);
            return options.Provider == "openai" ? new Responders(OpenAIResponder.Create(options.OpenAI), offline) : new Responders(offline, offline);
        });
    }
}
