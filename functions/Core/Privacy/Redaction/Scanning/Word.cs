namespace RetailServerless.Core.Privacy.Redaction.Scanning;

/// <summary>How a word is written.</summary>
[Flags]
internal enum WordForm : byte
{
    None = 0,
    Lower = 1,
    Upper = 2,
    Digit = 4,

    /// <summary>Its first character is an upper case letter.</summary>
    Capital = 8,

    /// <summary>Its first character is a digit.</summary>
    FirstDigit = 16,

    /// <summary>It lies inside something that was recognised as no personal number: an amount, a GUID, a tracking number.</summary>
    Taken = 32,
}

/// <summary>A run of letters and digits.</summary>
internal readonly record struct Word(int Start, int Length, WordForm Form, WordUse Use)
{
    public int End => Start + Length;

    public bool HasDigit => (Form & WordForm.Digit) != WordForm.None;

    public bool IsDigits => (Form & (WordForm.Digit | WordForm.Lower | WordForm.Upper)) == WordForm.Digit;

    public bool IsLetters => (Form & WordForm.Digit) == WordForm.None;

    public bool IsCapitalised => (Form & WordForm.Capital) != WordForm.None;

    public bool IsTaken => (Form & WordForm.Taken) != WordForm.None;

    public bool IsDigitFirst => (Form & WordForm.FirstDigit) != WordForm.None;

    /// <summary>Capitals only.</summary>
    public bool IsUpper => (Form & (WordForm.Lower | WordForm.Upper)) == WordForm.Upper;

    public bool Is(WordUse use) => (Use & use) != WordUse.None;
}
