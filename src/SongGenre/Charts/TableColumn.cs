namespace SongGenre.Charts;

/// <summary>A column of a <see cref="Table"/> made from rows of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Header">What stands above the column, with its unit.</param>
/// <param name="Value">The row's value; null and NaN are missing and shown as "—".</param>
/// <param name="Format">.NET format of the values ("N0", "0.000", "P1"); null: text as it is, numbers with six significant
/// digits at most.</param>
public sealed record TableColumn<T>(string Header, Func<T, object?> Value, string? Format = null);
