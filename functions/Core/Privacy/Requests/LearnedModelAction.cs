namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What is done about a model that learned from somebody who was erased or no longer agrees.</summary>
public enum LearnedModelAction
{
    /// <summary>It is trained anew without the person.</summary>
    Retrain,

    /// <summary>It is removed.</summary>
    Remove,
}
