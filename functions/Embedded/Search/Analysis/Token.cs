namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>A word at its place in a text.</summary>
/// <param name="Word">The word.</param>
/// <param name="Start">First character in the text.</param>
/// <param name="End">Character after the last.</param>
/// <param name="Position">Number of the word in the text; a joined token has the position of its last part.</param>
/// <param name="Joins">0 for a word of its own; for a joined form such as <c>wd40</c> or <c>10ft</c>, how many words before it, and these only, it joins.</param>
internal readonly record struct Token(Word Word, int Start, int End, int Position, int Joins);
