using RetailServerless.LocalHost.Durable.Payloads;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Messages before they are written.</summary>
internal static class OutgoingMessages
{
    /// <summary>Makes their bytes; large ones are to be written elsewhere.</summary>
    public static void Prepare(this List<OutgoingMessage> messages, LargePayloads payloads, ref List<PayloadUpload>? uploads)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            messages[i] = messages[i] with { Encoded = payloads.Name(messages[i].Event, ref uploads) };
        }
    }
}
