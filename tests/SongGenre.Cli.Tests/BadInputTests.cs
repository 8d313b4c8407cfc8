namespace SongGenre.Cli.Tests;

public sealed class BadInputTests(TrainedSample sample) : IDisposable
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private readonly TemporaryFolder _folder = new();

    // SONGS and MODEL are whole; @name is a file of BadInputs in the test's folder.
    public static TheoryData<string, int, string> Table { get; } = new()
    {
        // The command line means nothing: exit code 2.
        { "", WrongUsage, "Required command was not provided; see: songgenre --help" },
        { "trian", WrongUsage, "'trian'" },
        { "train --dataa x", WrongUsage, "'--dataa'" },
        { "sample --rows 10", WrongUsage, "'--out' is required; see: songgenre sample --help" },
        { "sample --rows ten --out @s.csv", WrongUsage, "'ten' for option '--rows' as a whole number" },
        { "evaluate --data SONGS", WrongUsage, "'--model' is required" },
        { "evaluate --model MODEL", WrongUsage, "'--data' is required" },
        { "train --train SONGS", WrongUsage, "--train and --test go together" },
        { "train --test SONGS", WrongUsage, "--train and --test go together" },
        { "train --train SONGS --test SONGS --split track", WrongUsage, "--split divides one table" },
        { "train --train SONGS --test SONGS --data SONGS", WrongUsage, "--data is one table" },
        { "train --data SONGS --split tracks", WrongUsage, "--split tracks is unknown; use one of random, track," },
        { "train --data SONGS --set forest.n_tree=5", WrongUsage, "unknown key forest.n_tree. Known are forest." },
        { "train --data SONGS --set forest.n_estimators=0", WrongUsage, "forest.n_estimators" },
        { "train --data SONGS --set forest.n_estimators=many", WrongUsage, "forest.n_estimators" },
        { "train --data SONGS --set forest.max_depth", WrongUsage, "has no '='" },
        { "train --data NOTHING", WrongUsage, "an argument is empty (after --data)" },
        { "train --data SONGS --set forest.trainer=fast-forest-ova --model-out @m", Failed, "can't be saved" },
        { "train --data SONGS --wandb-project a/b", WrongUsage, "--wandb-project: The Weights & Biases project is" },
        { "train --data SONGS --wandb-entity ada/songs", WrongUsage, "--wandb-entity ada/songs is a path" },
        { "sweep --data SONGS --grid forest.max_depth=2 --wandb-group BLANK", WrongUsage,
            "--wandb-group is no name" },
        { "evaluate --model MODEL --data SONGS --wandb-job-type BLANK", WrongUsage, "--wandb-job-type is no name" },
        { "run --data SONGS --tag songgenre.command=mine", WrongUsage, "is a tag that the record writes itself" },
        { "run --data SONGS --tag mlflow.runName=mine", WrongUsage, "is a tag that the record writes itself" },
        { "run --data SONGS --tag =5", WrongUsage, "--tag: The name of a tag is empty" },
        { "report --data SONGS --tag a?b", WrongUsage, "--tag: 'a?b': isn't a name for a tag" },
        { "train --data SONGS --notes BLANK", WrongUsage, "--notes: The text of the notes is empty" },
        { "train --data SONGS --wandb --no-tracking", WrongUsage, "--wandb says how it is on one: give one or" },
        { "run --no-tracking --tag a", WrongUsage, "--tag says how it is on one: give one or" },
        { "report --in-place --check", WrongUsage, "--in-place writes what --check compares with" },
        { "report --in-place --set forest.n_estimators=3", WrongUsage, "--set is for trials" },
        { "report --check --set forest.n_estimators=3", WrongUsage, "--set is for trials" },
        { "report --set evaluation.confidence=2 --data SONGS", WrongUsage, "evaluation.confidence" },
        { "report @missing.ipynb --data SONGS --out @out", WrongUsage, "missing.ipynb: no such notebook" },
        { "predict --model MODEL", WrongUsage, "either many songs with --data FILE or one song with --set" },
        { "predict --model MODEL --data SONGS --set tempo=174", WrongUsage, "either many songs" },
        { "predict --model MODEL --set tempoo=174", WrongUsage, "'tempoo' is no column of songs. Did you mean tempo?" },
        { "predict --model MODEL --set zzzzzzzzz=174", WrongUsage, "'zzzzzzzzz' is no column of songs. Known are" },
        { "predict --model MODEL --set tempo=fast", WrongUsage, "tempo: 'fast' is no number" },
        { "predict --model MODEL --set key=1.5", WrongUsage, "key: '1.5' is no whole number" },
        { "predict --model MODEL --set tempo", WrongUsage, "'tempo' is no COLUMN=VALUE" },
        { "export --model MODEL", WrongUsage, "a file with --onnx" },
        { "export --model MODEL --onnx @nothing", WrongUsage, "nothing: is a folder; name a file" },
        { "export --model MODEL --onnx @file/model.onnx", WrongUsage, "model.onnx: can't be written" },

        // The command line is fine, what it names is not: exit code 1.
        { "train --data @missing.csv", Failed, "missing.csv: no such file or folder" },
        { "train --data @nothing", Failed, "nothing: the folder holds neither genres_mod.parquet nor" },
        { "train --data @empty.csv", Failed, "empty.csv: the file is empty" },
        { "train --data @header.csv", Failed, "header.csv: the file has columns but no rows" },
        { "train --data @no-tempo.csv", Failed, "no-tempo.csv: " },
        { "train --data @mistyped.csv", Failed, "row 1 (counted from 0), column 'tempo': 'fast' is no number" },
        { "train --data @nan.csv", Failed, "row 1 (counted from 0), column 'energy': the value is NaN" },
        { "train --data @half-key.csv", Failed, "row 1 (counted from 0), column 'key': 1.5 is no whole number" },
        { "train --data @polka.csv", Failed, "row 1 (counted from 0), column 'genre': unknown genre 'Polka'" },
        { "train --data @no-genre.csv", Failed, "row 1 (counted from 0), column 'genre': the genre is missing" },
        { "export --model @flipped --onnx @x.onnx", Failed, "trees.bin: is damaged" },
        { "train --data @cut.parquet", Failed, "cut.parquet: the Parquet file is cut off" },
        { "train --data @damaged.parquet", Failed, "damaged.parquet: can't be read" },
        { "train --data @picture.csv", Failed, "picture.csv: is neither a Parquet file nor" },
        { "train --train SONGS --test @missing.csv", Failed, "missing.csv: no such file or folder" },
        { "train --data SONGS --split published", Failed, "published" },
        { "train --data SONGS --config @missing.yaml", Failed, "missing.yaml: can't be read" },
        { "train --data SONGS --config @broken.yaml", Failed, "broken.yaml line" },
        { "train --data SONGS --config @unknown.yaml", Failed,
            "unknown.yaml line 2: unknown key forest.n_trees. Known" },
        { "train QUICK --model-out @file/model", Failed, "file/model: the model can't be written" },
        { "train QUICK --model-out @nothing/../file", Failed, "is a file; name a folder for the model" },
        { "evaluate --model @nothing --data SONGS", Failed, "nothing: holds no model.json, so it is no model" },
        { "evaluate --model @flipped --data SONGS", Failed, "trees.bin: is damaged" },
        { "evaluate --model @cut --data SONGS", Failed, "trees.bin: is damaged" },
        { "evaluate --model @newer --data SONGS", Failed, "model.json: is of format 99" },
        { "evaluate --model @scribbled --data SONGS", Failed, "model.json: isn't valid JSON" },
        { "evaluate --model @incomplete --data SONGS", Failed, "features.json: is missing" },
        { "evaluate --model MODEL --data @polka.csv", Failed, "unknown genre 'Polka'" },
        { "predict --model MODEL --data @missing.csv", Failed, "missing.csv: no such file or folder" },
        { "predict --model MODEL --data SONGS --out @out.xlsx", Failed,
            "out.xlsx: can't tell the format from the ending" },
        { "predict --model MODEL --data SONGS --out @file/out.csv", Failed, "file/out.csv: can't be written" },
        { "predict --model MODEL --data SONGS --out @nothing", Failed, "nothing: " },
        { "sample --rows 10 --out @s.txt", Failed, "s.txt: can't tell the format from the ending" },
        { "sample --rows 10 --out @file/s.csv", Failed, "file/s.csv: can't be written" },
        { "sample --rows 0 --out @s.csv", Failed, "a sample of 0 rows can't be made" },
        { "check --data SONGS --reference @missing.csv", Failed, "missing.csv: no such file or folder" },
        { "profile --data SONGS --out @profile.json", Failed,
            "a profile of generated songs would describe the generator" },
        { "report @text.ipynb --data SONGS --out @out", Failed, "text.ipynb" },
        { "report --data SONGS --check --out @out", Failed,
            "is a SYNTHETIC SAMPLE, and the committed outputs are made" },
        { "report --data SONGS --in-place --out @out", Failed,
            "is a SYNTHETIC SAMPLE, and the committed outputs are made" },
        { "report --data @missing.csv --out @out", Failed, "missing.csv: no such file or folder" },
        { "report --data SONGS --out @file/out", WrongUsage, "file/out" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_input_gives_one_line_the_right_exit_code_and_no_half_written_file(
        string line, int code, string fragment)
    {
        BadInputs.Write(_folder, sample);
        var before = _folder.Listing();

        var run = await CommandRun.Of([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Meant)]);

        Assert.True(run.ExitCode == code, $"exit code {run.ExitCode}: {run.Error}");
        Assert.Single(run.ErrorLines, l => l.StartsWith("error: ", StringComparison.Ordinal));
        Assert.StartsWith("error: ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains(fragment, run.ErrorLines[^1], StringComparison.Ordinal);
        // Before the error stands at most where the songs were found, and how far the training was.
        Assert.All(run.ErrorLines[..^1], l => Assert.Matches("^(Data|SYNTHETIC SAMPLE|training): ", l));
        Assert.DoesNotContain("unexpected ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(before, _folder.Listing());
    }

    [Fact]
    public async Task A_check_that_fails_exits_1_with_its_findings_instead_of_an_error()
    {
        BadInputs.Write(_folder, sample);
        var run = await CommandRun.Of("check", "--data", _folder["loud.csv"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAIL  range tempo: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_where_a_failure_came_from()
    {
        var run = await CommandRun.Of("train", "--data", _folder["missing.csv"], "--verbose");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("   at SongGenre.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_be_saved_leaves_the_old_one_whole()
    {
        var model = sample.CopyModel(_folder["model"]);
        File.WriteAllText(Path.Combine(model, "notes.txt"), "mine");
        var run = await CommandRun.Of(sample.Train("--model-out", model));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is a folder of something else (it holds notes.txt)", run.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(model, "notes.txt")));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(sample.Model, "trees.bin")),
            File.ReadAllBytes(Path.Combine(model, "trees.bin")));
    }

    private string[] Meant(string word) => word switch
    {
        "SONGS" => [sample.Songs],
        "MODEL" => [sample.Model],
        "QUICK" => ["--data", sample.Songs, "--set", "forest.n_estimators=1", "--set", "forest.max_depth=2"],
        "NOTHING" => [""],
        "BLANK" => [" "],
        _ => [word.StartsWith('@') ? _folder[word[1..]] : word],
    };
}
