using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports;

/// <summary>Looks at every row of a file before it is judged: whoever must keep rows out implements it.</summary>
public interface IImportScreen
{
    /// <summary>Begins a file.</summary>
    /// <returns>Says of a row why it is kept out, or <see langword="null"/> when it is not; <see langword="null"/> when no row of the file has to be looked at.</returns>
    ValueTask<Func<ImportRow, RowError?>?> BeginAsync(ImportKind kind, RowSchema schema, CancellationToken cancellationToken);
}
