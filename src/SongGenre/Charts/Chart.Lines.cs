namespace SongGenre.Charts;

public sealed partial class Chart
{
    private const int MostPoints = 5_000;

    /// <summary>Lines over a numerical axis: ROC curves, learning curves, reliability diagrams.</summary>
    /// <param name="series">Name and points of each line; a NaN interrupts it. Points nearer to the line through their
    /// neighbours than a thousandth of the axes are left out, so that curves of thousands of points stay small.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="xAxis">Meaning and unit of x.</param>
    /// <param name="yAxis">Meaning and unit of y.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="diagonal">Whether the axes are 0–1 with the dotted diagonal of chance (ROC) or of perfection
    /// (reliability).</param>
    /// <param name="points">Whether each point is marked; all of them are kept then.</param>
    /// <param name="highlight">Names of the series that carry colour; the others turn grey. Null: all of them.</param>
    /// <exception cref="ArgumentException">Nothing to draw, or a series' x and y differ in length.</exception>
    public static Chart Line(
        IEnumerable<(string Name, double[] X, double[] Y)> series,
        string title,
        string xAxis,
        string yAxis,
        string finding,
        bool diagonal = false,
        bool points = false,
        IReadOnlyCollection<string>? highlight = null)
    {
        var all = Checked(series);
        var marks = new LineMarks(points ? all : Polyline.Thin(all))
        {
            Points = points,
            Diagonal = diagonal,
            Highlight = highlight,
        };
        return new(new(title, xAxis, yAxis, finding), marks, diagonal ? 560 : 420);
    }

    /// <summary>Points over two numerical axes.</summary>
    /// <param name="series">Name and points of each group; 5,000 points at most in all: draw a sample of larger tables.
    /// </param>
    /// <param name="title">What is shown.</param>
    /// <param name="xAxis">Meaning and unit of x.</param>
    /// <param name="yAxis">Meaning and unit of y.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <param name="highlight">Names of the groups that carry colour; the others turn grey. Null: all of them.</param>
    /// <exception cref="ArgumentException">Nothing to draw, too much, or a group's x and y differ in length.</exception>
    public static Chart Scatter(
        IEnumerable<(string Name, double[] X, double[] Y)> series,
        string title,
        string xAxis,
        string yAxis,
        string finding,
        IReadOnlyCollection<string>? highlight = null)
    {
        var all = Checked(series);
        if (all.Sum(one => one.X.Length) > MostPoints)
            throw new ArgumentException("more than 5,000 points can't be told apart: draw a sample", nameof(series));
        var marks = new LineMarks(all) { Lines = false, Points = true, Highlight = highlight };
        return new(new(title, xAxis, yAxis, finding), marks, 480);
    }

    private static (string Name, double[] X, double[] Y)[] Checked(IEnumerable<(string Name, double[] X, double[] Y)> series)
    {
        var all = series.ToArray();
        RequireSome(all.Sum(one => one.X.Length), nameof(series));
        foreach (var (name, x, y) in all)
            RequireLength(y.Length, x.Length, name);
        return all;
    }
}
