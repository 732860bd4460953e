namespace RetailServerless.Core.Privacy.Redaction.Tagging;

/// <summary>What a word is part of.</summary>
internal enum WordTag : byte
{
    Other = 0,
    Name = 1,
    Place = 2,
    Organisation = 3,
}
