namespace RetailServerless.Console.Components;

/// <summary>What somebody chose.</summary>
public enum ThemeChoice
{
    /// <summary>As the machine is set.</summary>
    System,

    /// <summary>Light.</summary>
    Light,

    /// <summary>Dark.</summary>
    Dark,
}

/// <summary>How the console looks in one window.</summary>
internal sealed class Look(ThemeChoice choice, bool systemIsDark)
{
    /// <summary>What was chosen.</summary>
    public ThemeChoice Choice { get; private set; } = choice;

    /// <summary>Whether the machine is set to dark.</summary>
    public bool SystemIsDark { get; set; } = systemIsDark;

    /// <summary>Whether to show the dark theme.</summary>
    public bool IsDark => Choice == ThemeChoice.Dark || (Choice == ThemeChoice.System && SystemIsDark);

    /// <summary>The choice after this one.</summary>
    public ThemeChoice Next => Choice switch
    {
        ThemeChoice.System => ThemeChoice.Light,
        ThemeChoice.Light => ThemeChoice.Dark,
        _ => ThemeChoice.System,
    };

    /// <summary>Goes on to the next choice.</summary>
    public void Turn() => Choice = Next;
}
