using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Chat.Turns;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Chat;

/// <summary>Registers the chat.</summary>
public static class ChatServiceCollectionExtensions
{
    /// <summary>
    /// Adds the chat's domain. Needs a document store, person keys, policies, consent, decisions, models, orders, a catalog, a search, a reply stream, and <see cref="Responders"/>.
    /// </summary>
    public static IServiceCollection AddChatDomain(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ReplyOptions());
        services.TryAddSingleton<IPersonHistory, OrderHistory>();
        services.AddSingleton<CatalogWords>();
        services.AddSingleton<ReturnStore>();
        services.AddSingleton<TurnPlanner>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<MessageRedactor>();
        services.AddSingleton<TurnTaking>();
        services.AddSingleton<TurnPreparation>();
        services.AddSingleton<ReplyWriter>();
        services.AddSingleton<TurnAnswering>();
        services.AddSingleton<ChatMetrics>();
        services.AddSingleton<TurnRecording>();
        services.AddSingleton(RuleUnderstanding.Card);
        services.AddSingleton(OfflineResponder.Card);
        services.AddPolicyType<ReturnsPolicy>(ReturnsPolicy.Id);
        services.AddPolicyType<StorePolicy>(StorePolicy.Id);
        services.AddPolicyType<DisclosurePolicy>(DisclosurePolicy.Id);
        services.AddPolicyType<RedactionPolicy>(RedactionPolicy.Id);
        services.AddSingleton<IPersonalDataStore, ConversationPersonalData>();
        services.AddSingleton<IPurposeBoundData, BoundTurnsInWork>();
        services.AddSingleton<IPurposeBoundData, BoundTurns>();
        services.AddPartitionOfPerson(ConversationPersonalData.Turns);
        services.AddPartitionOfPerson(ConversationPersonalData.Handoffs);
        services.AddPartitionOfPerson(ReturnStore.Description);
        return services;
    }
}
