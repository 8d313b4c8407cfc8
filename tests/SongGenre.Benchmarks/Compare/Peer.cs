using System.ComponentModel;
using System.Diagnostics;

namespace SongGenre.Benchmarks.Compare;

/// <summary>A forest that is compared, and how its process is started.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What the page calls it.</param>
/// <param name="Script">Its script; null for a peer of this program.</param>
/// <param name="Install">Debian's packages that the script needs.</param>
internal sealed record Peer(string Name, string Title, string? Script = null, string Install = "")
{
    /// <summary>The name of the forest that all others are set against.</summary>
    public const string SongGenre = "songgenre";

    /// <summary>The name of ML.NET's forest.</summary>
    public const string FastForest = "fast-forest";

    /// <summary>All peers in the page's order.</summary>
    public static IReadOnlyList<Peer> All { get; } =
    [
        new(SongGenre, "SongGenre") { ReadsTables = true },
        new("scikit-learn", "scikit-learn", "sklearn_peer.py", "python3-sklearn and python3-pandas")
        {
            Modules = ["sklearn", "pandas"],
            ReadsTables = true,
        },
        new("ranger", "ranger", "ranger_peer.R", "r-cran-ranger and r-cran-jsonlite")
        {
            Modules = ["ranger", "jsonlite"],
        },
        new("xgboost", "XGBoost, forest mode", "xgboost_peer.py", "python3-xgboost and python3-sklearn")
        {
            Modules = ["xgboost", "sklearn"],
        },
        new(FastForest, "ML.NET FastForest, one versus all"),
    ];

    /// <summary>Whether it can start from the table's columns and texts.</summary>
    public bool ReadsTables { get; private init; }

    /// <summary>Whether what it needs is there.</summary>
    public bool IsInstalled => Script is null || Interpreter is not null;

    private IReadOnlyList<string> Modules { get; init; } = [];

    private bool IsR => Script?.EndsWith(".R", StringComparison.Ordinal) == true;

    /// <summary>The peers of the names; no name is all.</summary>
    /// <exception cref="SongGenreException">There is no such peer.</exception>
    public static IReadOnlyList<Peer> Select(IReadOnlyCollection<string> names)
    {
        foreach (var name in names.Except(All.Select(peer => peer.Name)))
            throw new SongGenreException(
                $"There is no peer '{name}'; name any of {string.Join(", ", All.Select(peer => peer.Name))}.");
        return names.Count == 0 ? All : [.. All.Where(peer => names.Contains(peer.Name))];
    }

    /// <summary>How its process is started on the data in a folder; null if what it needs isn't installed.</summary>
    public ProcessStartInfo? Start(string mode, string folder)
    {
        if (Script is null) return Own("peer", Name, mode, folder);
        return Interpreter is { } interpreter
            ? Command(interpreter, Path.Combine(AppContext.BaseDirectory, "Compare", "Peers", Script), mode, folder)
            : null;
    }

    // A system's own Python has its packages, whatever other Python comes first.
    private string? Interpreter
    {
        get
        {
            string[] candidates = IsR ? ["Rscript"] : ["python3", "/usr/bin/python3", "python"];
            return candidates.FirstOrDefault(Works);
        }
    }

    // Modules are looked for, not loaded: that takes seconds.
    private string FindModules => IsR
        ? $"q(status = !all(nzchar(sapply(c('{string.Join("', '", Modules)}'), function(m) system.file(package = m)))))"
        : $"from importlib.util import find_spec as f; "
            + $"raise SystemExit(not all(map(f, '{string.Join(' ', Modules)}'.split())))";

    private bool Works(string interpreter)
    {
        try
        {
            using var process = Process.Start(Command(interpreter, IsR ? "-e" : "-c", FindModules))!;
            process.StandardInput.Close();
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Own(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return Command(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
    }

    private static ProcessStartInfo Command(string program, params string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
