using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Models;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Has a reply written, checks each sentence before it is given on, and lets the rules answer when the model fails, is too slow, or says nothing that can be sent.</summary>
public sealed partial class ReplyWriter(Responders responders, IModelRegistry models, ReplyOptions options, TimeProvider clock, ILogger<ReplyWriter> logger)
{
    /// <summary>Whether the same plan always gives the same reply.</summary>
    public bool IsDeterministic => !responders.Primary.IsLlm;

    /// <summary>Writes the reply to a message. Its last part is <see cref="ReplyPart.End"/>.</summary>
    /// <exception cref="InvalidOperationException">Not even the rules may serve: their model version is not approved.</exception>
    public async IAsyncEnumerable<ReplyPart> WriteAsync(TurnPlan plan, string message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? fallback = null;
        string? failedModel = null;
        if (responders.Primary != responders.Offline)
        {
            var attempt = new Attempt(this, responders.Primary, plan, message);
            await foreach (var sentence in attempt.RunAsync(cancellationToken))
            {
                yield return new ReplyPart.Sentence(sentence);
            }

            if (attempt.Failure is null)
            {
                yield return new ReplyPart.End(attempt.Reply());
                yield break;
            }

            fallback = attempt.Failure;
            failedModel = attempt.Model;
            yield return new ReplyPart.Restart(fallback);
        }

        var offline = new Attempt(this, responders.Offline, plan, message);
        await foreach (var sentence in offline.RunAsync(cancellationToken))
        {
            yield return new ReplyPart.Sentence(sentence);
        }

        if (offline.Failure is { } failure)
        {
            throw new InvalidOperationException($"The rules could not answer: {failure}.");
        }

        yield return new ReplyPart.End(offline.Reply() with { Fallback = fallback, FailedModel = failedModel });
    }

    private sealed class Attempt(ReplyWriter writer, Responder responder, TurnPlan plan, string message)
    {
        private readonly SentenceChecker _checker = new(new EvidenceSheet(plan.Evidence, message, DateOnly.FromDateTime(writer.Clock.GetUtcNow().UtcDateTime)));
        private readonly List<ReplySentence> _sentences = [];
        private int _corrected;
        private int _withheld;
        private int _characters;
        private ChatFinishReason? _finish;

        public string? Failure { get; private set; }

        public string? Model { get; private set; }

        public WrittenReply Reply() => new()
        {
            Sentences = _sentences,
            Model = Model!,
            IsLlm = responder.IsLlm,
            Corrected = _corrected,
            Withheld = _withheld,
        };

        public async IAsyncEnumerable<CheckedSentence> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (!(await writer.Models.GetServingAsync(responder.Model, cancellationToken)).TryGet(out var version, out var refusal))
            {
                Log.NotApproved(writer.Logger, responder.Model, refusal.Code);
                Failure = "model-not-approved";
                yield break;
            }

            Model = version.Reference;
            var splitter = new SentenceSplitter();
            await foreach (var text in ReadAsync(cancellationToken))
            {
                foreach (var sentence in splitter.Push(text))
                {
                    if (Check(sentence) is { } kept)
                    {
                        yield return kept;
                    }
                }
            }

            // What was cut off in the middle of a sentence is not sent.
            var isCut = responder.IsLlm && _finish != ChatFinishReason.Stop;
            if (Failure is null && !isCut && splitter.Finish() is { } rest && Check(rest) is { } last)
            {
                yield return last;
            }

            if (Failure is null && _sentences.Count == 0)
            {
                Failure = "nothing-left";
            }
        }

        private CheckedSentence? Check(string sentence)
        {
            var result = _checker.Check(sentence);
            switch (result?.Fate)
            {
                case null:
                    return null;
                case SentenceFate.Withheld:
                    _withheld++;
                    return null;
                case SentenceFate.Corrected:
                    _corrected++;
                    break;
                case SentenceFate.Kept:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown fate {result.Fate}.");
            }

            _sentences.Add(new ReplySentence(result.Text, result.Citations));
            return result;
        }

        // The text of the model until it ends, fails or is too slow; why it did not end well is in Failure.
        private async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            using var timeout = new CancellationTokenSource(responder.IsLlm ? writer.Options.FirstTokenTimeout : writer.Options.ReplyTimeout, writer.Clock);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            var messages = responder.IsLlm ? ReplyPrompt.For(plan, message) : ReplyPrompt.Offline(plan);
            var updates = responder.Client.GetStreamingResponseAsync(messages, ReplyPrompt.Options, linked.Token).GetAsyncEnumerator(linked.Token);
            await using var _ = updates.ConfigureAwait(false);
            var started = false;
            while (await NextAsync(updates, cancellationToken))
            {
                var text = updates.Current.Text;
                if (text.Length > 0 && !started)
                {
                    started = true;
                    timeout.CancelAfter(writer.Options.ReplyTimeout);
                }

                _characters += text.Length;
                if (_characters > writer.Options.MaxCharacters)
                {
                    _finish = ChatFinishReason.Length;
                    yield break;
                }

                _finish = updates.Current.FinishReason ?? _finish;
                yield return text;
            }

            if (Failure is null && responder.IsLlm && _finish != ChatFinishReason.Stop && _finish != ChatFinishReason.Length)
            {
                Log.Broken(writer.Logger, Model!);
                Failure = "model-failed";
            }
        }

        private async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken outer)
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (OperationCanceledException) when (!outer.IsCancellationRequested)
            {
                Log.TooSlow(writer.Logger, Model!);
                Failure = "timeout";
                return false;
            }
            catch (Exception exception) when (!outer.IsCancellationRequested && responder.IsLlm)
            {
                Log.Failed(writer.Logger, exception, Model!);
                Failure = "model-failed";
                return false;
            }
        }
    }

    private IModelRegistry Models => models;

    private ReplyOptions Options => options;

    private TimeProvider Clock => clock;

    private ILogger Logger => logger;

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "The model {Model} was too slow; the rules answer.")]
        public static partial void TooSlow(ILogger logger, string model);

        [LoggerMessage(3102, LogLevel.Warning, "The model {Model} failed; the rules answer.")]
        public static partial void Failed(ILogger logger, Exception exception, string model);

        [LoggerMessage(3104, LogLevel.Warning, "The answer of the model {Model} broke off; the rules answer.")]
        public static partial void Broken(ILogger logger, string model);

        [LoggerMessage(3103, LogLevel.Warning, "The model {Model} may not serve: {Reason}.")]
        public static partial void NotApproved(ILogger logger, string model, string reason);
    }
}
