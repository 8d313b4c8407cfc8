namespace SongGenre.Benchmarks.Parity;

/// <summary>
/// Short texts as sparse columns, one for each word: words are as rare as in real texts (Zipf), and each class favours
/// some of them.
/// </summary>
internal static class Words
{
    private const int Rows = 8_000;
    private const int Classes = 8;
    private const int Vocabulary = 600;
    private const int Favoured = 40;
    private const double Favour = 6;
    private const int StructureSeed = 20033;

    /// <summary>Rows of the same problem, others for each seed.</summary>
    public static ParityData Draw(int seed)
    {
        var structure = new Random(StructureSeed);
        var frequencies = new double[Classes][];
        for (var k = 0; k < Classes; k++)
        {
            frequencies[k] = [.. Enumerable.Range(0, Vocabulary).Select(word => 1.0 / (word + 3))];
            for (var i = 0; i < Favoured; i++) frequencies[k][structure.Next(Vocabulary)] *= Favour;
        }

        var random = new Random(seed);
        var columns = new double[Vocabulary][];
        for (var word = 0; word < Vocabulary; word++) columns[word] = new double[Rows];
        var labels = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var @class = labels[row] = random.Next(Classes);
            var length = random.Next(4, 16);
            // Counts over the text's length: words have values of their own, as weighted terms have.
            for (var i = 0; i < length; i++) columns[Clusters.Pick(frequencies[@class], random)][row] += 1.0 / length;
        }

        return ParityData.Of(columns, labels, Classes);
    }
}
