using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SongGenre.Cli.Tests;

public sealed partial class MlprojectTests(TrainedSample sample)
{
    private const string Run = "dotnet run --project src/SongGenre.Cli -- ";

    private static readonly Dictionary<string, EntryPoint> EntryPoints = Read();

    public static TheoryData<string> Names => [.. EntryPoints.Keys];

    [Fact]
    public void Its_entry_points_are_the_commands_that_open_runs() =>
        Assert.Equal(["main", "train", "sweep", "report"], EntryPoints.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_uses_every_parameter_and_no_other(string name)
    {
        var entry = EntryPoints[name];
        Assert.StartsWith(Run, entry.Command, StringComparison.Ordinal);
        Assert.Equal(
            entry.Parameters.Keys.Order(StringComparer.Ordinal),
            Hole().Matches(entry.Command).Select(hole => hole.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.All(entry.Parameters.Values, each => Assert.Contains(each.Type, (string[])["string", "float"]));
        Assert.All(
            entry.Parameters.Values.Where(each => each.Type == "float"),
            each => Assert.Matches(@"^\d+(\.\d+)?$", each.Default));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_commands_options_are_those_of_the_program(string name) =>
        Assert.Empty(CommandTree.Create().Parse(Arguments(EntryPoints[name])).Errors);

    [Theory]
    [InlineData("main")]
    [InlineData("report")]
    public void Without_parameters_the_experiment_is_the_one_of_the_file(string name)
    {
        var set = Arguments(EntryPoints[name]);
        var overrides = set.Where((_, i) => i > 0 && set[i - 1] == "--set").ToList();
        var split = Array.IndexOf(set, "--split");
        if (split >= 0) overrides.Add("split.kind=" + set[split + 1]);
        Assert.Equal(Experiment.Load().Flatten(), Experiment.Load(null, overrides).Flatten());
    }

    [Theory]
    [InlineData("main", "max_depth=9", "max_features=0.5", "split=random")]
    [InlineData("train", "max_depth=null", "class_weight=null")]
    [InlineData("sweep", "max_depth=2,3", "tfidf_max_features=5", "score=oob", "metric=log_loss")]
    public async Task A_command_runs_with_the_parameters_that_it_is_given(string name, params string[] given)
    {
        var run = await CommandRun.Successful(
            [.. Arguments(EntryPoints[name], ["n_estimators=5", .. given]), "--data", sample.Songs, "--json"]);
        Assert.NotNull(run.Json["data_sha256"]);
    }

    // As MLflow puts them in: a value that a shell would change is in quotation marks.
    private static string[] Arguments(EntryPoint entry, params string[] given)
    {
        var values = entry.Parameters.ToDictionary(each => each.Key, each => each.Value.Default);
        foreach (var pair in given.Select(each => each.Split('=', 2))) values[pair[0]] = pair[1];
        var line = Hole().Replace(entry.Command, hole =>
        {
            var value = values[hole.Groups["name"].Value];
            return Safe().IsMatch(value) ? value : $"\"{value}\"";
        });
        return [.. CommandLineParser.SplitCommandLine(line[Run.Length..])];
    }

    private static Dictionary<string, EntryPoint> Read()
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(Path.Combine(RepositoryFolder.Root, "MLproject"))) yaml.Load(reader);
        return ((YamlMappingNode)yaml.Documents[0].RootNode["entry_points"]).ToDictionary(
            entry => Text(entry.Key),
            entry => new EntryPoint(
                ((YamlMappingNode)entry.Value["parameters"]).ToDictionary(
                    each => Text(each.Key), each => (Text(each.Value["type"]), Text(each.Value["default"]))),
                Text(entry.Value["command"])));

        static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^[\w@%+=:,./-]+$")]
    private static partial Regex Safe();

    private sealed record EntryPoint(Dictionary<string, (string Type, string Default)> Parameters, string Command);
}
