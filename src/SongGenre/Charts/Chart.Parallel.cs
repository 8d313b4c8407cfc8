namespace SongGenre.Charts;

public sealed partial class Chart
{
    /// <summary>Parallel coordinates: a line for each thing across an upright axis for each of its values, such as runs
    /// with their parameters and scores. The line's colour tells its place on the first axis.</summary>
    /// <param name="axes">Two axes at least, from left to right, each with a value per line.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="finding">What the chart says, in a sentence.</param>
    /// <exception cref="ArgumentException">There are fewer axes or no lines, or the axes differ in length.</exception>
    public static Chart ParallelCoordinates(IReadOnlyList<ParallelAxis> axes, string title, string finding)
    {
        if (axes.Count < 2)
            throw new ArgumentException("parallel coordinates need two axes", nameof(axes));
        RequireSome(axes[0].Values.Count, nameof(axes));
        foreach (var axis in axes)
            RequireLength(axis.Values.Count, axes[0].Values.Count, axis.Name);
        return new(
            new(title, "", "", finding) { Width = Math.Clamp(110 + (axes.Count * 130), 800, 2000) },
            new ParallelMarks(axes),
            460);
    }
}
