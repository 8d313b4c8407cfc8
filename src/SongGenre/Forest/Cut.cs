namespace SongGenre.Forest;

/// <summary>A place to cut a node: rows of a column up to one code go left, from another code on they go right.</summary>
/// <param name="Column">The column's number; −1 as long as there is none.</param>
/// <param name="LeftCode">The greatest code of the left side.</param>
/// <param name="RightCode">The least code of the right side.</param>
/// <param name="Score">The sum of both sides' scores.</param>
internal readonly record struct Cut(int Column, int LeftCode, int RightCode, double Score)
{
    public static Cut None => new(-1, 0, 0, double.NegativeInfinity);
}
