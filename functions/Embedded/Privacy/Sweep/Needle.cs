namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>Bytes to look for: one identifier in one way of writing.</summary>
/// <param name="Identifier">Index of the identifier.</param>
/// <param name="Bytes">At least four.</param>
/// <param name="Encoding">How it is written.</param>
/// <param name="IgnoresCase">Whether letters of either case match.</param>
/// <param name="Unit">Bytes of a character, where the neighbours must not be letters or digits; 0: anything may stand beside it.</param>
internal sealed record Needle(int Identifier, byte[] Bytes, string Encoding, bool IgnoresCase, int Unit);
