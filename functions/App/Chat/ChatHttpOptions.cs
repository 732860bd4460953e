using System.ComponentModel.DataAnnotations;

namespace RetailServerless.Functions.Chat;

/// <summary>Settings of the chat over HTTP, section <c>Chat</c>.</summary>
public sealed class ChatHttpOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Chat";

    /// <summary>Seconds that a JSON request waits for its answer before it gets 202. Default 30.</summary>
    [Range(1, 200)]
    public int WaitSeconds { get; set; } = 30;

    /// <summary>Seconds without an event after which a comment is sent on an event stream. Default 10.</summary>
    [Range(1, 60)]
    public int HeartbeatSeconds { get; set; } = 10;
}
