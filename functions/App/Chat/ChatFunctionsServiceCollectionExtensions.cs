using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Replies;

namespace RetailServerless.Functions.Chat;

/// <summary>Registers the chat and its functions.</summary>
public static class ChatFunctionsServiceCollectionExtensions
{
    /// <summary>Adds the chat. <see cref="Responders"/> come from the adapters.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        var chat = configuration.GetSection(ChatHttpOptions.Section);
        services.AddOptions<ChatHttpOptions>().Bind(chat).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new ReplyOptions
        {
            FirstTokenTimeout = TimeSpan.FromMilliseconds(chat.GetValue("FirstTokenTimeoutMilliseconds", 5_000)),
            ReplyTimeout = TimeSpan.FromMilliseconds(chat.GetValue("ReplyTimeoutMilliseconds", 30_000)),
        });
        return services.AddChatDomain();
    }
}
