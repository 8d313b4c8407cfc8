namespace SongGenre.Notebooks.Reports;

/// <summary>What all pages of a set of reports have in common.</summary>
public sealed record ReportOptions
{
    /// <summary>The heading of the index, and the name of the way back to it on every page. Default:
    /// <c>Reports</c>.</summary>
    public string Title { get; init; } = "Reports";

    /// <summary>The prose's language as a BCP 47 tag, for hyphenation and screen readers. Default: <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>A warning shown loudly at the top of every page and of the index; null, the default, for
    /// none.</summary>
    public string? Notice { get; init; }
}
