namespace SongGenre.Cli;

/// <summary>Lines of cells under one another.</summary>
internal static class AlignedTable
{
    /// <summary>Writes the lines, the first of which are headers; columns named as numbers stand to the right.
    /// </summary>
    public static void Print(IReadOnlyList<string[]> lines, IReadOnlySet<string> numbers, TextWriter output)
    {
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (var line in lines)
        {
            output.WriteLine(string.Join("  ", line.Select((cell, column) => numbers.Contains(lines[0][column])
                ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
