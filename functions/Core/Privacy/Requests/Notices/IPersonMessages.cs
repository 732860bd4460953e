using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests.Notices;

/// <summary>Delivers what people are told about their requests.</summary>
public interface IPersonMessages
{
    /// <summary>Hands a message over. May be called again with the same message.</summary>
    Task SendAsync(PersonMessage message, CancellationToken cancellationToken);

    /// <summary>Whether messages about a request wait to be delivered.</summary>
    Task<bool> IsWaitingAsync(Guid request, CancellationToken cancellationToken);

    /// <summary>Forgets what was not delivered yet about a request.</summary>
    /// <returns>How many messages.</returns>
    Task<int> ForgetAsync(Guid request, CancellationToken cancellationToken);
}

/// <summary>A message on its way. Beside the address it holds nothing about the person.</summary>
/// <param name="Request">About which request.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Channel">E-mail or phone.</param>
/// <param name="Address">Where.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record PersonMessage(Guid Request, NoticeKind Kind, DataPoint Channel, string Address, string Subject, string Text);
