using SongGenre.Forest;

namespace SongGenre.Features;

/// <summary>
/// Texts become weights of terms as scikit-learn's <c>TfidfVectorizer</c> makes them: a term's count in a text times
/// its <c>idf = ln((1 + n) / (1 + df)) + 1</c> over the <c>n</c> fitted texts, <c>df</c> of which hold the term; each
/// text's weights are then divided by the root of the sum of their squares.
/// </summary>
public sealed partial class TfidfVectorizer
{
    private const int BlockRows = 1024;

    private readonly TfidfOptions _options;
    private readonly string[] _terms;
    private readonly double[] _idf;
    private readonly Dictionary<string, int> _columns;

    private TfidfVectorizer(TfidfOptions options, string[] terms, double[] idf)
    {
        _options = options;
        _terms = terms;
        _idf = idf;
        _columns = new(terms.Length, StringComparer.Ordinal);
        for (var t = 0; t < terms.Length; t++) _columns.Add(terms[t], t);
    }

    /// <summary>The terms in the order of their code points; a term's position is its column.</summary>
    public IReadOnlyList<string> Vocabulary => _terms;

    /// <summary>Each term's inverse document frequency, in the order of <see cref="Vocabulary"/>.</summary>
    public IReadOnlyList<double> Idf => _idf;

    /// <summary>
    /// Weights of any texts: a sparse column of <c>documents</c> rows for each term; unknown terms are left out.
    /// </summary>
    public IReadOnlyList<Column> Transform(IReadOnlyList<string> documents)
    {
        var blocks = Weigh(documents);
        var sizes = new int[_terms.Length];
        foreach (var block in blocks)
        {
            foreach (var weight in block) sizes[weight.Term]++;
        }

        var rows = Array.ConvertAll(sizes, size => new int[size]);
        var values = Array.ConvertAll(sizes, size => new double[size]);
        Array.Clear(sizes);
        foreach (var block in blocks)
        {
            foreach (var (row, term, value) in block)
            {
                var at = sizes[term]++;
                rows[term][at] = row;
                values[term][at] = value;
            }
        }

        var columns = new Column[_terms.Length];
        for (var t = 0; t < columns.Length; t++) columns[t] = Column.Sparse(documents.Count, rows[t], values[t]);
        return columns;
    }

    /// <summary>Weights of any texts, text by text.</summary>
    internal SparseRows Rows(IReadOnlyList<string> documents)
    {
        var blocks = Weigh(documents);
        var starts = new int[documents.Count + 1];
        foreach (var block in blocks)
        {
            foreach (var weight in block) starts[weight.Row + 1]++;
        }

        for (var row = 0; row < documents.Count; row++) starts[row + 1] += starts[row];
        // The blocks' weights follow each other as the rows do.
        return new(
            starts,
            [.. blocks.SelectMany(block => block.Select(weight => weight.Term))],
            [.. blocks.SelectMany(block => block.Select(weight => weight.Value))]);
    }

    private List<Weight>[] Weigh(IReadOnlyList<string> documents)
    {
        var blocks = new List<Weight>[(documents.Count + BlockRows - 1) / BlockRows];
        var parallel = new ParallelOptions { CancellationToken = Interruption.Token };
        Parallel.For(0, blocks.Length, parallel, b => blocks[b] = Weigh(documents, b * BlockRows));
        return blocks;
    }

    private List<Weight> Weigh(IReadOnlyList<string> documents, int first)
    {
        var reader = _options.NewReader();
        var columnOf = _columns.GetAlternateLookup<ReadOnlySpan<char>>();
        var counts = new int[_terms.Length];
        var found = new List<int>();
        var weights = new List<Weight>();
        for (var row = first; row < Math.Min(first + BlockRows, documents.Count); row++)
        {
            reader.Read(documents[row]);
            found.Clear();
            for (var i = 0; i < reader.Count; i++)
            {
                if (columnOf.TryGetValue(reader[i], out var term) && counts[term]++ == 0) found.Add(term);
            }

            // Sums in the terms' order don't depend on the order of a text's words.
            found.Sort();
            var squares = 0.0;
            foreach (var term in found) squares += Square(Frequency(counts[term]) * _idf[term]);
            foreach (var term in found)
            {
                weights.Add(new(row, term, Frequency(counts[term]) * _idf[term] / Math.Sqrt(squares)));
                counts[term] = 0;
            }
        }

        return weights;
    }

    private double Frequency(int count) => _options.Binary ? 1 : _options.SublinearTf ? 1 + Math.Log(count) : count;

    private static double Square(double value) => value * value;

    private readonly record struct Weight(int Row, int Term, double Value);
}
