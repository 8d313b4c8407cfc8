namespace SongGenre.Benchmarks.Parity;

/// <summary>Columns of categories without an order, written as whole numbers; pairs of them decide the class.</summary>
internal static class Categories
{
    private const int Rows = 8_000;
    private const int Classes = 5;
    private const int StructureSeed = 20032;
    private static readonly int[] Levels = [2, 3, 4, 5, 7, 10, 14, 20, 28, 40];

    /// <summary>Rows of the same problem, others for each seed.</summary>
    public static ParityData Draw(int seed)
    {
        var structure = new Random(StructureSeed);
        var random = new Random(seed);
        var columns = Array.ConvertAll(Levels, _ => new double[Rows]);
        // A table of scores for each two neighbouring columns and each class.
        var tables = Array.ConvertAll(Levels[1..], _ => new double[Levels[^1] * Levels[^1] * Classes]);
        foreach (var table in tables)
            for (var i = 0; i < table.Length; i++) table[i] = Clusters.Normal(structure);

        var labels = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var c = 0; c < columns.Length; c++) columns[c][row] = random.Next(Levels[c]);
            var odds = new double[Classes];
            for (var k = 0; k < Classes; k++)
            {
                var score = tables.Select((table, c) =>
                    table[(((int)columns[c][row] * Levels[^1]) + (int)columns[c + 1][row]) * Classes + k]);
                odds[k] = Math.Exp(score.Sum());
            }

            labels[row] = Clusters.Pick(odds, random);
        }

        return ParityData.Of(columns, labels, Classes);
    }
}
