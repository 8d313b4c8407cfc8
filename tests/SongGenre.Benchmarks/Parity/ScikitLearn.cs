using SongGenre.Benchmarks.Compare;
using SongGenre.Forest;

namespace SongGenre.Benchmarks.Parity;

/// <summary>scikit-learn in a process of its own, with the rows that it fits and predicts.</summary>
internal sealed class ScikitLearn : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("songgenre-parity-").FullName;
    private readonly ParityData _data;
    private PeerProcess? _process;

    private ScikitLearn(ParityData data) => _data = data;

    /// <summary>Starts the process and waits until it has the rows.</summary>
    /// <exception cref="SongGenreException">scikit-learn isn't installed, or the process ended.</exception>
    public static async Task<ScikitLearn> StartAsync(ComparisonCase of, ParityData data)
    {
        var started = new ScikitLearn(data);
        try
        {
            CaseFile.Export(
                started._folder, of, data.Train, data.TrainLabels, data.Test, data.Classes, Environment.ProcessorCount);
            var peer = Peer.Select(["scikit-learn"])[0];
            var start = peer.Start(Lane.Matrix, started._folder)
                ?? throw new SongGenreException($"{peer.Title} is not installed; install {peer.Install}.");
            started._process = await PeerProcess.StartAsync(start);
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>The test rows' probabilities by a forest of a seed.</summary>
    public async Task<Probabilities> PredictAsync(int seed)
    {
        var file = Path.Combine(_folder, "probabilities");
        foreach (var command in (string[])[$"seed {seed}", "fit", "predict", $"probabilities {file}"])
            await _process!.SecondsAsync(command, Timeout.InfiniteTimeSpan);
        return Race.Read(file, _data.Test.Rows, _data.Classes);
    }

    /// <summary>Ends the process and deletes its files.</summary>
    public void Dispose()
    {
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
