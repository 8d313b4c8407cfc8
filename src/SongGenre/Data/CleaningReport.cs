namespace SongGenre.Data;

/// <summary>What cleaning did.</summary>
/// <param name="RowsBefore">Rows in the file.</param>
/// <param name="DuplicateRows">Rows dropped because an earlier row equals them in every column.</param>
/// <param name="TitlesFilled">Kept rows whose missing <c>title</c> became "".</param>
/// <param name="SongNamesFilled">Kept rows whose missing <c>song_name</c> became "".</param>
public sealed record CleaningReport(int RowsBefore, int DuplicateRows, int TitlesFilled, int SongNamesFilled)
{
    /// <summary>Rows that remain.</summary>
    public int RowsAfter => RowsBefore - DuplicateRows;
}
