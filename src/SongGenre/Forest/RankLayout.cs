using System.Numerics;

namespace SongGenre.Forest;

/// <summary>
/// How rows of ranks lie in memory. Rows come in groups of <see cref="GroupRows"/>, the columns of a group one after the
/// other: first one of zeros, which leaves look at, then those that have thresholds.
/// </summary>
internal sealed class RankLayout
{
    /// <summary>Rows of a group; as many are walked at the same time.</summary>
    public const int GroupRows = 8;

    private const int WordBits = 32;

    // Fewer columns leave every rank its bits, whatever the trees will look at.
    private const int TooManyColumns = (1 << 16) / GroupRows;

    // More thresholds take longer to look up, and more memory, than those that trees use.
    private const long MostThresholds = 4 * 1024 * 1024;

    private readonly Thresholds?[] _thresholds;
    private readonly int[] _places;

    /// <param name="thresholds">Each column's thresholds; null where there is none.</param>
    public RankLayout(Thresholds?[] thresholds)
    {
        _thresholds = thresholds;
        _places = new int[thresholds.Length];
        Columns = [.. Enumerable.Range(0, thresholds.Length).Where(c => thresholds[c] is not null)];
        for (var i = 0; i < Columns.Length; i++) _places[Columns[i]] = (i + 1) * GroupRows;
        GroupSize = (Columns.Length + 1) * GroupRows;
        PlaceBits = BitOperations.Log2((uint)GroupSize - 1) + 1;
    }

    /// <summary>The columns that have thresholds.</summary>
    public int[] Columns { get; }

    /// <summary>Ranks of a group of rows.</summary>
    public int GroupSize { get; }

    /// <summary>The bits of a node that say where a group has the column's ranks; ranks lie above them.</summary>
    public int PlaceBits { get; }

    /// <summary>
    /// A layout for whatever trees will be grown of columns: all places where they can be cut are thresholds. Null if
    /// there are so many that it is better made of those that trees use.
    /// </summary>
    public static RankLayout? Of(BinnedColumn[] columns, int? threads, CancellationToken cancel)
    {
        if (columns.Length >= TooManyColumns || columns.Sum(column => column.Bins - 1L) > MostThresholds) return null;
        var thresholds = new Thresholds?[columns.Length];
        Workers.Run(columns.Length, threads, () => 0, (_, c) =>
        {
            if (columns[c].Bins > 1) thresholds[c] = new(columns[c].Middles());
        }, cancel);
        return new(thresholds);
    }

    /// <summary>Whether nodes have the bits for ranks, classes or leaves up to a number.</summary>
    public bool HasRoom(long most) => PlaceBits < WordBits && most < 1L << (WordBits - PlaceBits);

    /// <summary>A column's thresholds.</summary>
    public Thresholds ThresholdsOf(int column) => _thresholds[column]!;

    /// <summary>Where a group has a column's ranks.</summary>
    public int PlaceOf(int column) => _places[column];
}
