using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SongGenre.Data;

namespace SongGenre.Tracking;

/// <summary>
/// What one run did, kept apart from its results: results are the same bytes whenever the run is repeated, this record
/// holds what is not (when, where, how long).
/// </summary>
public sealed record RunRecord
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The command that ran, such as <c>report</c>.</summary>
    public required string Command { get; init; }

    /// <summary><c>finished</c>, <c>differs</c>, <c>failed</c> or <c>interrupted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What every reader must know first, such as <see cref="DataSource.SyntheticNotice"/>; null when nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>When the run started.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The data that it used.</summary>
    public required DataSource Data { get; init; }

    /// <summary>Every knob of the experiment with its value, in the order of the configuration file.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Overrides given on the command line, as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Where it ran and with which versions.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>The parts of the run, such as notebooks with their cells.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>The files that it wrote, name to SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Writes the record as JSON, whole or not at all.</summary>
    /// <exception cref="SongGenreException">The file can't be written.</exception>
    public void Save(string file) =>
        WholeFile.Write(file, temporary => File.WriteAllText(temporary, JsonSerializer.Serialize(this, Format) + "\n"));
}
