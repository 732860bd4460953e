using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Chat.Policies;

/// <summary>What the chat may say about the shop in its own words, <c>policies/chat/store.yaml</c>.</summary>
public sealed record StorePolicy : IValidatedPolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/store";

    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>Within how many hours a person answers a conversation that was handed to them.</summary>
    public int AnswerWithinHours { get; init; } = 24;

    /// <summary>What shoppers may ask about.</summary>
    public required List<StoreTopic> Topics { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        if (AnswerWithinHours is < 1 or > 720)
        {
            yield return new PolicyProblem("$.answerWithinHours", "must be 1 to 720 hours");
        }

        for (var i = 0; i < Topics.Count; i++)
        {
            var topic = Topics[i];
            if (topic.Id.Length == 0 || Topics.FindIndex(t => t.Id == topic.Id) != i)
            {
                yield return new PolicyProblem($"$.topics[{i}].id", "must be there and be unique");
            }

            if (topic.Asked.Count == 0 || topic.Asked.Exists(a => Words.Key(a).Length == 0) || topic.Answer.Count == 0 || topic.Answer.Exists(string.IsNullOrWhiteSpace))
            {
                yield return new PolicyProblem($"$.topics[{i}]", "must have phrases in asked and sentences in answer");
            }
        }
    }

    /// <summary>The topic that a message asks about: the one of whose phrases the longest is in it; <see langword="null"/> when none is.</summary>
    public StoreTopic? TopicOf(string message)
    {
        var key = $" {Words.Key(message)} ";
        return Topics
            .Select(topic => (topic, Length: topic.Asked.Select(Words.Key).Where(p => key.Contains($" {p} ", StringComparison.Ordinal)).Select(p => p.Length).DefaultIfEmpty(0).Max()))
            .Where(t => t.Length > 0)
            .OrderByDescending(t => t.Length)
            .Select(t => t.topic)
            .FirstOrDefault();
    }
}

/// <summary>One topic.</summary>
public sealed record StoreTopic
{
    /// <summary>Stable, kebab-case.</summary>
    public required string Id { get; init; }

    /// <summary>Words and phrases by which it is asked for.</summary>
    public required List<string> Asked { get; init; }

    /// <summary>What is answered, sentence by sentence.</summary>
    public required List<string> Answer { get; init; }
}
