namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>Whose activity it is.</summary>
internal interface IActivityOwner
{
    /// <summary>Id of the orchestration.</summary>
    string Id { get; }

    /// <summary>The activity is not to be begun any more: another process does it.</summary>
    bool IsLost { get; }

    /// <summary>Takes the result.</summary>
    void ActivityEnded(Message result);

    /// <summary>No worker here takes the activity.</summary>
    void LeaveActivity(int generation, int taskId);
}
