using System.Globalization;

namespace SongGenre.Features;

/// <summary>In how many documents a term occurs: a number of documents, or a share of all documents.</summary>
public readonly record struct DocumentFrequency
{
    private DocumentFrequency(double value, bool isShare)
    {
        Value = value;
        IsShare = isShare;
    }

    /// <summary>The number of documents, or their share from 0 to 1.</summary>
    public double Value { get; }

    /// <summary>Whether <see cref="Value"/> is a share.</summary>
    public bool IsShare { get; }

    /// <summary>A number of documents, at least 1.</summary>
    /// <exception cref="SongGenreException">It is less than 1.</exception>
    public static DocumentFrequency Count(int documents) => documents >= 1
        ? new(documents, isShare: false)
        : throw new SongGenreException(
            FormattableString.Invariant($"A number of documents is {documents}; it must be at least 1."));

    /// <summary>A share of all documents, from 0 to 1.</summary>
    /// <exception cref="SongGenreException">It is outside of 0–1 or no number.</exception>
    public static DocumentFrequency Share(double share) => share is >= 0 and <= 1
        ? new(share, isShare: true)
        : throw new SongGenreException(
            FormattableString.Invariant($"A share of documents is {share}; it must be from 0 to 1."));

    /// <summary>The frequency among so many documents, not rounded.</summary>
    public double Among(int documents) => IsShare ? Value * documents : Value;

    /// <summary>
    /// A count as an integer, a share with a decimal point: <c>1</c> is one document, <c>1.0</c> is all of them.
    /// </summary>
    public override string ToString()
    {
        var text = Value.ToString(CultureInfo.InvariantCulture);
        return IsShare && !text.AsSpan().ContainsAny('.', 'E') ? text + ".0" : text;
    }
}
