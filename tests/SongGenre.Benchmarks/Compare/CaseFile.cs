using System.Text.Json;
using SongGenre.Features;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Compare;

/// <summary>What a peer must know of a case: <c>case.json</c> beside the matrices.</summary>
/// <param name="Trees">Trees of the forest.</param>
/// <param name="MaxDepth">Deepest leaf; null is no limit.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Terms">TF-IDF columns at most, for who starts from the table.</param>
/// <param name="Threads">Threads to use.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="RandomCuts">Whether trees are extremely randomised.</param>
/// <param name="Dense">Whether the matrices are better held dense.</param>
/// <param name="TrainRows">Rows to fit.</param>
/// <param name="TestRows">Rows to predict.</param>
/// <param name="Columns">Columns of the matrices.</param>
/// <param name="Numerical">Numerical columns of the table, which stand first in it.</param>
internal sealed record CaseFile(
    int Trees,
    int? MaxDepth,
    int Classes,
    int Terms,
    int Threads,
    int Seed,
    bool RandomCuts,
    bool Dense,
    int TrainRows,
    int TestRows,
    int Columns,
    int Numerical)
{
    private const string Name = "case.json";

    // Where scikit-learn's own column transformer goes over to sparse matrices.
    private const double DenseShare = 0.3;

    /// <summary>Writes the matrices, the training rows' classes, and this file into a folder.</summary>
    public static void Export(
        string folder, ComparisonCase of, ColumnMatrix train, int[] labels, ColumnMatrix test, int classes, int threads)
    {
        MatrixFile.Write(Path.Combine(folder, "train"), train);
        MatrixFile.Write(Path.Combine(folder, "test"), test);
        MatrixFile.WriteAll(Path.Combine(folder, "train.labels"), labels);
        var columns = train.Columns.Count;
        var used = train.Columns.Sum(column => (double)column.Values.Length) / ((double)train.Rows * columns);
        var file = new CaseFile(
            of.Trees, of.MaxDepth, classes, of.Terms, threads, of.Seed, of.Splitter == Splitter.Random,
            used > DenseShare, train.Rows, test.Rows, columns, FeaturePipeline.Numerical.Count);
        File.WriteAllBytes(
            Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(file, JsonSerializerOptions.Web));
    }

    /// <summary>Reads the file of a folder.</summary>
    public static CaseFile Read(string folder) => JsonSerializer.Deserialize<CaseFile>(
        File.ReadAllBytes(Path.Combine(folder, Name)), JsonSerializerOptions.Web)!;
}
