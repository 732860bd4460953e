namespace RetailServerless.Console.Components;

/// <summary>How a label looks, beside its words.</summary>
public enum LabelTone
{
    /// <summary>Over, or of no consequence.</summary>
    Quiet,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Somebody must do something.</summary>
    Waiting,

    /// <summary>To come.</summary>
    Coming,

    /// <summary>Wrong, or refused.</summary>
    Bad,
}
