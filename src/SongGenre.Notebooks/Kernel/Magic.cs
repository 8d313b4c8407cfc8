using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A command that a cell's line can give after <c>#!</c>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Usage">What follows the name, for readers; empty when nothing does.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record Magic(string Name, string Usage, string Summary)
{
    /// <summary>Other names for it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Whether what follows in the cell is in the language of this name.</summary>
    public bool IsLanguage { get; init; }

    /// <summary>The options that a value follows.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>The options that stand alone.</summary>
    public string[] Flags { get; init; } = [];

    /// <summary>The options that can't be left out.</summary>
    public string[] Required { get; init; } = [];

    /// <summary>What the one word besides options is; null when there must be none.</summary>
    public string? Argument { get; init; }

    /// <summary>All there are, in the order in which <c>#!lsmagic</c> lists them.</summary>
    public static IReadOnlyList<Magic> All { get; } =
    [
        new("csharp", "", "What follows is C#.") { IsLanguage = true, Aliases = ["c#", "C#"] },
        new("html", "", "What follows is HTML, shown as it is.") { IsLanguage = true },
        new("javascript", "", "What follows is JavaScript, run where the notebook is shown.")
        {
            IsLanguage = true,
            Aliases = ["js"],
        },
        new("markdown", "", "What follows is Markdown.") { IsLanguage = true },
        new(
            "mermaid",
            "[--display-width W] [--display-height H] [--display-background-color C]",
            "What follows is a Mermaid diagram.")
        {
            IsLanguage = true,
            Options = ["--display-width", "--display-height", "--display-background-color"],
        },
        new(
            "value",
            "--name NAME [--from-file PATH | --from-url URL | --from-value TEXT] [--mime-type TYPE]",
            "Keeps a text, by default the one that follows, for #!share and #!set; a mime type shows it too.")
        {
            IsLanguage = true,
            Options = ["--name", "--from-file", "--from-url", "--from-value", "--mime-type"],
            Required = ["--name"],
        },
        new(
            "set",
            "--name NAME --value TEXT|@LANGUAGE:NAME|@input:PROMPT|@password:PROMPT [--mime-type TYPE] [--byref]",
            "Sets a variable of the language in use.")
        {
            Options = ["--name", "--value", "--mime-type"],
            Flags = ["--byref"],
            Required = ["--name", "--value"],
        },
        new("share", "--from LANGUAGE NAME [--as NAME] [--mime-type TYPE]", "Copies another language's variable.")
        {
            Options = ["--from", "--as", "--mime-type"],
            Required = ["--from"],
            Argument = "the variable's name",
        },
        new("import", "PATH", "Runs a .csx, .cs, .ipynb, .html or .js file; the path is relative to the notebook's folder.")
        {
            Argument = "the file's path",
        },
        new("time", "", "Shows how long the cell took."),
        new("who", "", "Lists the variables."),
        new("whos", "", "Lists the variables with their types and values."),
        new("lsmagic", "", "Lists the magics."),
        new("about", "", "Names the kernel."),
    ];

    private static readonly string[] Foreign =
        ["fsharp", "f#", "F#", "pwsh", "powershell", "sql", "kql", "python", "pythonkernel", "r", "http", "httpRequest"];

    /// <summary>The names of the languages that cells can be in.</summary>
    public static string Languages { get; } =
        string.Join(", ", All.Where(magic => magic.IsLanguage).Select(magic => magic.Name));

    /// <summary>The magic of a name, or null.</summary>
    public static Magic? Find(string name) =>
        All.FirstOrDefault(magic => magic.Name == name || magic.Aliases.Contains(name));

    /// <summary>The name that the kernel has for a language, or null when it doesn't run it.</summary>
    public static string? Language(string name) =>
        Find(CellLanguage.IsCSharp(name) ? CellLanguage.CSharp : name) is { IsLanguage: true } magic ? magic.Name : null;

    /// <summary>Why there is no magic of a name, and what to do.</summary>
    public static string Refusal(string name) => name switch
    {
        "connect" => "#!connect is not supported: no other kernel can be reached from here; remove the line",
        _ when Foreign.Contains(name) => $"#!{name} starts code in a language that can't run here ({Languages} can); "
            + "move it to a cell of its own that has the tag skip-execution",
        _ => $"#!{name} is unknown; "
            + (Nearest(name, All.SelectMany(magic => magic.Aliases.Append(magic.Name))) is { } near
                ? $"did you mean #!{near}? (#!lsmagic lists all)" : "remove the line (#!lsmagic lists all)"),
    };

    /// <summary>The candidate that a misspelt word means most likely, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(near => near.Distance < near.Name.Length && near.Distance <= Math.Max(2, near.Name.Length / 3))
            .OrderBy(near => near.Distance).Select(near => near.Name).FirstOrDefault();

    // Levenshtein's.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, changed));
            }
        }

        return row[^1];
    }
}
