using System.Text.Json;

namespace SongGenre.Benchmarks.Compare;

/// <summary>What a peer must know of a case: <c>case.json</c> beside the matrices.</summary>
/// <param name="Trees">Trees of the forest.</param>
/// <param name="MaxDepth">Deepest leaf; null is no limit.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Terms">TF-IDF columns at most, for who starts from the table.</param>
/// <param name="Threads">Threads to use.</param>
/// <param name="Seed">Seed of everything random.</param>
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
    bool Dense,
    int TrainRows,
    int TestRows,
    int Columns,
    int Numerical)
{
    private const string Name = "case.json";

    /// <summary>Writes the file into a folder.</summary>
    public void Write(string folder) =>
        File.WriteAllBytes(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <summary>Reads the file of a folder.</summary>
    public static CaseFile Read(string folder) => JsonSerializer.Deserialize<CaseFile>(
        File.ReadAllBytes(Path.Combine(folder, Name)), JsonSerializerOptions.Web)!;
}
