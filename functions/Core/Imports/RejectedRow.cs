namespace RetailServerless.Core.Imports;

/// <summary>A row that was not taken, and why. Never holds a value of the row: rows can be personal.</summary>
/// <param name="Row">Its place in the file, from 1; the header of a delimited file is row 1, as a spreadsheet shows it.</param>
/// <param name="Field">The field at fault, by our name; <see langword="null"/> when the whole row is.</param>
/// <param name="Reason">What is wrong and what to write instead.</param>
public sealed record RejectedRow(long Row, string? Field, string Reason);

/// <summary>What is wrong with a row.</summary>
/// <param name="Field">The field at fault; <see langword="null"/> when the whole row is.</param>
/// <param name="Reason">What is wrong and what to write instead.</param>
public sealed record RowError(string? Field, string Reason);
