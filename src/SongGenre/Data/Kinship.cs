using Microsoft.Data.Analysis;

namespace SongGenre.Data;

/// <summary>What a row shares with earlier rows of its file.</summary>
internal enum Kin
{
    /// <summary>Its recording stands in no earlier row.</summary>
    Own,

    /// <summary>An earlier row equals it in every column.</summary>
    Duplicate,

    /// <summary>An earlier row of its genre has its recording.</summary>
    Repeat,

    /// <summary>Only earlier rows of other genres have its recording.</summary>
    Borrowed,
}

/// <summary>Tells for each row of a table what it shares with earlier ones.</summary>
internal sealed class Kinship
{
    private readonly Kin[] kin;
    private readonly int[] recordings;
    private readonly string[] genres;

    public Kinship(DataFrame table, string[] genres)
    {
        this.genres = genres;
        recordings = RowGroups.ByRecording(table);
        var whole = RowGroups.ByWholeRow(table);
        var seen = new HashSet<(int Recording, string Genre)>();
        kin = new Kin[genres.Length];
        for (var row = 0; row < kin.Length; row++)
        {
            var isFirst = seen.Add((recordings[row], genres[row]));
            kin[row] = whole[row] != row ? Kin.Duplicate
                : !isFirst ? Kin.Repeat
                : recordings[row] != row ? Kin.Borrowed
                : Kin.Own;
        }
    }

    public int Rows => kin.Length;

    public Kin this[int row] => kin[row];

    /// <summary>The genre under which a row's recording first stands.</summary>
    public string Home(int row) => genres[recordings[row]];
}
