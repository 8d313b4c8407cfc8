using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Cli.Tests;

public sealed class NotebooksBadInputTests : IDisposable
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private readonly TemporaryFolder _folder = new();

    // @name is a file of the test's folder.
    public static TheoryData<string, int, string> Table { get; } = new()
    {
        // The command line means nothing: exit code 2.
        { "notebooks", WrongUsage, "Required command was not provided; see: songgenre notebooks --help" },
        { "notebooks rnu @a.ipynb", WrongUsage, "'rnu'" },
        { "notebooks run", WrongUsage, "no notebook is named" },
        { "notebooks run @missing.ipynb", WrongUsage, "missing.ipynb: no such notebook or folder" },
        { "notebooks run @p.yaml", WrongUsage, "p.yaml: is no notebook, whose name ends in .ipynb" },
        { "notebooks run @empty", WrongUsage, "empty: the folder holds no notebooks (*.ipynb)" },
        { "notebooks run @a.ipynb --sett trees=1", WrongUsage, "'--sett'" },
        { "notebooks run @a.ipynb --set trees", WrongUsage, "--set 'trees': write NAME=VALUE, such as trees=200" },
        { "notebooks run @a.ipynb --set tree=1", WrongUsage, "a.ipynb: no parameter is called 'tree' (--set); did you mean 'trees'?" },
        { "notebooks run @a.ipynb --set trees=many", WrongUsage, "a.ipynb: parameter trees = 'many' (--set): expected int, a whole number" },
        { "notebooks run @a.ipynb --cell-timeout soon", WrongUsage, "--cell-timeout soon: write seconds or a duration such as 90, 1m30s or 2h" },
        { "notebooks run @a.ipynb --cell-timeout 30s1m", WrongUsage, "--cell-timeout 30s1m: write seconds" },
        { "notebooks run @a.ipynb --cell-timeout -5", WrongUsage, "--cell-timeout" },
        { "notebooks run @a.ipynb --timeout 0", WrongUsage, "--timeout 0: a time limit must be longer than 0" },
        { "notebooks run @a.ipynb --timeout 1000h", WrongUsage, "--timeout 1000h: the longest time limit is 40 days" },
        { "notebooks run @a.ipynb --jobs 0", WrongUsage, "--jobs 0: at least 1 notebook" },
        { "notebooks run @a.ipynb --jobs two", WrongUsage, "'two' for option '--jobs' as a whole number" },
        { "notebooks run @a.ipynb --memory 512", WrongUsage, "--memory 512: write an amount with its unit, such as 512MB or 2GB" },
        { "notebooks run @a.ipynb --memory lots", WrongUsage, "--memory lots: write an amount" },
        { "notebooks run @a.ipynb --memory 0GB", WrongUsage, "--memory 0GB: write an amount" },
        { "notebooks run @a.ipynb --memory 5MB", WrongUsage, "--memory 5MB: too little for any notebook; give at least 128MB" },
        { "notebooks run @a.ipynb --junit @empty", WrongUsage, "empty: is a folder; name a file" },
        { "notebooks run @a.ipynb --json @p.yaml/run.json", WrongUsage, "--json" },
        { "notebooks check @a.ipynb --junit @empty", WrongUsage, "empty: is a folder; name a file" },
        { "notebooks run @a.ipynb --html @p.yaml", WrongUsage, "p.yaml: can't be written" },
        { "notebooks run @index.ipynb --html @pages", WrongUsage, "index.ipynb: its page would be index.html" },
        { "report @index.ipynb", WrongUsage, "index.ipynb: its page would be index.html" },
        { "report @p.yaml", WrongUsage, "p.yaml: is no notebook, whose name ends in .ipynb" },
        { "notebooks run @a.ipynb --junit @b.ipynb", WrongUsage, "would overwrite a notebook" },
        { "notebooks run @a.ipynb --json @b.ipynb", WrongUsage, "would overwrite a notebook" },
        { "notebooks run --help-notebook @missing.ipynb", WrongUsage, "missing.ipynb: no such notebook" },
        { "notebooks check", WrongUsage, "see: songgenre notebooks check --help" },
        { "notebooks check @a.ipynb --set trees=1", WrongUsage, "'--set'" },
        { "notebooks clear", WrongUsage, "see: songgenre notebooks clear --help" },
        { "notebooks clear @missing.ipynb", WrongUsage, "missing.ipynb: no such notebook" },
        { "notebooks fix @missing", WrongUsage, "missing: no such notebook or folder" },
        { "notebooks new", WrongUsage, "see: songgenre notebooks new --help" },
        { "notebooks new NOTHING", WrongUsage, "an argument is empty (after new)" },

        // The command line is fine, what it names is not: exit code 1.
        { "notebooks run @text.ipynb", Failed, "text.ipynb, line 1, column 2: this is not JSON" },
        { "notebooks run @python.ipynb", Failed, "python.ipynb: its language (metadata.kernelspec.language) is 'python'" },
        { "notebooks run @a.ipynb --parameters @missing.yaml", Failed, "missing.yaml: there is no such file" },
        { "notebooks run @a.ipynb --parameters @list.yaml", Failed, "list.yaml line 1: parameters are a mapping" },
        { "notebooks run @a.ipynb --parameters @p.yaml --out @out", Failed, "p.yaml line 2): expected int" },
        { "notebooks run @a.ipynb --out @.", WrongUsage, "choose another one; --in-place writes the notebook too" },
        { "notebooks run @a.ipynb --out @{tree}", WrongUsage, "nothing is called 'tree'; did you mean 'trees'?" },
        { "notebooks run @a.ipynb --out @{trees", WrongUsage, "'{' stands alone" },
        { "notebooks run @a.ipynb @b.ipynb --out @same.ipynb", WrongUsage, "put {notebook} into the output's name" },
        { "notebooks run @a.ipynb --out @a.ipynb/out", Failed, "a.ipynb: can't be written" },
        { "notebooks run --help-notebook @broken.ipynb", Failed, "broken.ipynb: cell 1 (p), line 1: the parameters can't be read: " },
        { "notebooks run @broken.ipynb --set x=1", Failed, "broken.ipynb: cell 1 (p), line 1: the parameters can't be read: " },
        { "notebooks check @text.ipynb --out @out", Failed, "text.ipynb" },
        { "notebooks clear @text.ipynb", Failed, "text.ipynb" },
        { "notebooks fix @python.ipynb", Failed, "only C# notebooks" },
        { "notebooks new @a.ipynb", Failed, "a.ipynb: it exists already; choose another name" },
        { "notebooks new @a.txt", WrongUsage, "a.txt: is no notebook, whose name ends in .ipynb" },
        { "notebooks new @a.ipynb/b.ipynb", Failed, "b.ipynb: can't be written" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Bad_input_gives_one_line_the_right_exit_code_and_no_half_written_file(string line, int code, string fragment)
    {
        Notebook("a.ipynb", "int trees = 200;");
        Notebook("b.ipynb", "int trees = 200;");
        Notebook("index.ipynb", "int trees = 200;");
        Notebook("broken.ipynb", "int x = ;");
        Directory.CreateDirectory(_folder["empty"]);
        _folder.Write("text.ipynb", "not JSON");
        _folder.Write("python.ipynb", """{"nbformat":4,"nbformat_minor":4,"cells":[],"metadata":{"kernelspec":{"language":"python"}}}""");
        _folder.Write("list.yaml", "- 1\n");
        _folder.Write("p.yaml", "# Trees\ntrees: many\n");
        var before = _folder.Listing();

        var run = await CommandRun.Of([.. line.Split(' ').Select(word =>
            word == "NOTHING" ? "" : word.StartsWith('@') ? _folder[word[1..]] : word)]);

        Assert.True(run.ExitCode == code, $"exit code {run.ExitCode}: {run.Error}");
        Assert.StartsWith("error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Listing());
    }

    private void Notebook(string name, string parameters) => NotebookFile.Write(_folder[name], new Notebook
    {
        Cells = [new Cell { Kind = CellKind.Code, Id = "p", Source = parameters, Metadata = new JsonObject { ["tags"] = new JsonArray("parameters") } }],
    });
}
