using SongGenre.Data;
using SongGenre.Forest;
using SongGenre.Tracking;

namespace SongGenre.Benchmarks.Compare;

/// <summary>The peers of this program, each in a process of its own like all others.</summary>
internal static class OwnPeer
{
    /// <summary>Runs a lane (<see cref="Lane"/>) on the data in a folder until the input ends.</summary>
    public static void Run(string program, string mode, string folder)
    {
        var packages = RunEnvironment.Read(folder).Versions;
        var versions = program == Peer.FastForest
            ? $"ML.NET {packages["Microsoft.ML"]}"
            : $"SongGenre {packages["SongGenre"]}";
        PeerLoop.Run($"{versions} (.NET {Environment.Version})", Fit(program, mode, folder), Console.In, Console.Out);
    }

    /// <summary>How a lane fits a model, which then predicts the test rows.</summary>
    public static Func<Func<Probabilities>> Fit(string program, string mode, string folder)
    {
        var asked = CaseFile.Read(folder);
        var of = new ComparisonCase("", "", asked.Trees, asked.MaxDepth, asked.Terms);
        return (program, mode) switch
        {
            (Peer.FastForest, _) => FastForest(of, asked, folder),
            (_, Lane.Table) => Table(of),
            _ => Forest(of, asked, folder, mode == Lane.OutOfBag),
        };
    }

    private static Func<Func<Probabilities>> Forest(ComparisonCase of, CaseFile asked, string folder, bool outOfBag)
    {
        var options = of.ToExperiment(outOfBag).Forest;
        var (train, labels, test) = Matrices(asked, folder);
        return () =>
        {
            var forest = RandomForest.Fit(train, labels, asked.Classes, options);
            return test.Rows == 1 ? One(forest, test) : () => forest.Predict(test);
        };
    }

    // Whoever predicts row by row keeps the row and its probabilities: they aren't part of the prediction.
    private static Func<Probabilities> One(RandomForest forest, ColumnMatrix row)
    {
        double[] values = [.. row.Columns.Select(column => column.Values.FirstOrDefault())];
        var probabilities = new double[forest.Classes];
        var result = new Probabilities(forest.Classes, probabilities);
        return () =>
        {
            forest.Predict(values, probabilities);
            return result;
        };
    }

    private static Func<Func<Probabilities>> FastForest(ComparisonCase of, CaseFile asked, string folder)
    {
        var options = of.ToExperiment().Forest;
        var (train, labels, test) = Matrices(asked, folder);
        return () =>
        {
            var forest = FastForestOva.Fit(train, labels, asked.Classes, options);
            return () => forest.Predict(test);
        };
    }

    private static Func<Func<Probabilities>> Table(ComparisonCase of)
    {
        var songs = SongData.Load().Clean();
        var split = Split.Create(songs, new SplitOptions { Kind = "published" });
        return () =>
        {
            var model = GenreModel.Fit(songs, split.Train, of.ToExperiment());
            return () => model.Predict(songs.Table, split.Test);
        };
    }

    private static (ColumnMatrix Train, int[] Labels, ColumnMatrix Test) Matrices(CaseFile asked, string folder) => (
        MatrixFile.Read(Path.Combine(folder, "train"), asked.TrainRows),
        MatrixFile.ReadAll<int>(Path.Combine(folder, "train.labels")),
        MatrixFile.Read(Path.Combine(folder, "test"), asked.TestRows));
}
