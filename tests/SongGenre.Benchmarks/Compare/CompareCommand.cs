using System.Globalization;

namespace SongGenre.Benchmarks.Compare;

/// <summary>
/// Sets our forest beside others on the same matrices.
/// <c>compare [CASE…] [--runs N] [--peers A,B] [--patience MINUTES] [--out FILE]</c>, all without a name.
/// </summary>
internal static class CompareCommand
{
    /// <summary>Runs the cases one after the other, prints each table, and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            var (cases, peers, runs, patience, page) = Parse(arguments);
            var comparison = new ComparisonPage(runs, patience);
            var race = new Race(runs, patience, Console.Error.WriteLine);
            foreach (var of in cases)
            {
                Console.Error.WriteLine($"— {of.Name}");
                var results = await RunAsync(of, Lane.Of(of, peers), race);
                var table = ComparisonTable.Of(of, results);
                Console.WriteLine(table);
                comparison.Add(table, results);
                // A later case that fails takes none of the figures away.
                if (page is not null) await File.WriteAllTextAsync(page, comparison.Write());
            }

            if (page is null) Console.WriteLine(comparison.Machine());
            return 0;
        }
        catch (SongGenreException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static async Task<IReadOnlyList<LaneResult>> RunAsync(
        ComparisonCase of, IReadOnlyList<Lane> lanes, Race race)
    {
        var folder = Directory.CreateTempSubdirectory("songgenre-compare-").FullName;
        try
        {
            var (labels, classes) = Export(of, folder);
            return await race.RunAsync(lanes, folder, of.PredictedRows is not null, labels, classes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Tables and matrices of this process aren't needed any more once they are written.
    private static (int[] Labels, int Classes) Export(ComparisonCase of, string folder)
    {
        var data = CaseData.Of(of);
        data.Write(folder, of);
        return (data.TestLabels, data.TrainSongs.Genres.Count);
    }

    private static (
        IReadOnlyList<ComparisonCase> Cases,
        IReadOnlyList<Peer> Peers,
        int Runs,
        TimeSpan Patience,
        string? Page) Parse(string[] arguments)
    {
        List<string> names = [], peers = [];
        var runs = 5;
        var patience = TimeSpan.FromMinutes(10);
        string? page = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith('-'))
            {
                names.Add(arguments[i]);
                continue;
            }

            var (option, value) = (arguments[i], ++i < arguments.Length ? arguments[i] : "");
            if (option == "--runs" && Count(value) is { } count) runs = count;
            else if (option == "--peers" && value.Length > 0) peers.AddRange(value.Split(','));
            else if (option == "--out" && value.Length > 0) page = value;
            else if (option == "--patience" && Minutes(value) is { } minutes) patience = minutes;
            else
                throw new SongGenreException(
                    $"'{$"{option} {value}".TrimEnd()}' isn't understood; "
                    + "the options are --runs N, --peers A,B, --patience MINUTES and --out FILE.");
        }

        return (ComparisonCase.Select(names), Peer.Select(peers), runs, patience, page);
    }

    private static int? Count(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private static TimeSpan? Minutes(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and < 1e5
            ? TimeSpan.FromMinutes(minutes)
            : null;
}
