namespace SongGenre.Data;

/// <summary>What one check of a table found.</summary>
/// <param name="Name">
/// The check: <c>type</c>, <c>missing</c>, <c>known values</c>, <c>range</c> or <c>distribution</c>.
/// </param>
/// <param name="Column">The column that was checked.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="OffendingCount">
/// How many rows offend; 0 where a whole column does (<c>type</c>, <c>distribution</c>).
/// </param>
/// <param name="OffendingRows">The first ten of them, as 0-based row numbers of the file.</param>
/// <param name="Detail">What was demanded and found, on one line.</param>
public sealed record CheckResult(
    string Name, string Column, bool Passed, int OffendingCount, IReadOnlyList<long> OffendingRows, string Detail);
