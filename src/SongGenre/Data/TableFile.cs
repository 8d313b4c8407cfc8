using DuckDB.NET.Data;
using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>Writes tables to files, and reads back what it wrote as Parquet.</summary>
public static partial class TableFile
{
    /// <summary>
    /// Writes a table as Parquet (<c>.parquet</c>), CSV (<c>.csv</c>) or JSON lines (<c>.jsonl</c>). The file appears
    /// whole or not at all, and the same table always gives the same bytes. In CSV a missing value is an empty field.
    /// </summary>
    /// <param name="table">Columns of doubles, integers, truth values or text.</param>
    /// <param name="file">The file to write; one that exists is replaced, a missing folder is created.</param>
    /// <exception cref="SongGenreException">
    /// The ending is another, a column holds other values, or the file can't be written.
    /// </exception>
    public static void Write(DataFrame table, string file)
    {
        var format = Format(file);
        WholeFile.Write(file, temporary =>
        {
            try
            {
                using var connection = Sql.Open();
                // One thread: how many there are would decide where row groups end.
                connection.Run("SET threads = 1");
                connection.Append("output", table);
                connection.Run($"COPY output TO {Sql.Text(temporary)} ({format})");
            }
            catch (DuckDBException e)
            {
                throw new SongGenreException($"{file}: can't be written: {e.FirstLine()}", e);
            }
        });
    }

    /// <summary>Refuses a file that <see cref="Write"/> would refuse for its name, before the table is made.</summary>
    /// <exception cref="SongGenreException">The ending is another, or it is a folder.</exception>
    public static void CheckName(string file) => Format(file);

    private static string Format(string file)
    {
        var format = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".parquet" => "FORMAT parquet, COMPRESSION zstd",
            ".csv" => "FORMAT csv, HEADER true, COMPRESSION none",
            ".jsonl" => "FORMAT json, COMPRESSION none",
            _ => throw new SongGenreException(
                $"{file}: can't tell the format from the ending; end the name with .parquet, .csv or .jsonl."),
        };
        if (Directory.Exists(file)) throw new SongGenreException($"{file}: is a folder; name a file.");
        return format;
    }
}
