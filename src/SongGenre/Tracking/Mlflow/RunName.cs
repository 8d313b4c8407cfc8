namespace SongGenre.Tracking.Mlflow;

/// <summary>Names for runs that were given none: an adjective, a noun and a number.</summary>
internal static class RunName
{
    private static readonly string[] Adjectives =
    [
        "bold", "bright", "calm", "deep", "eager", "gentle", "golden", "loud",
        "mellow", "merry", "quiet", "rapid", "silver", "soft", "steady", "warm",
    ];

    private static readonly string[] Nouns =
    [
        "bass", "beat", "bridge", "cello", "chord", "chorus", "drum", "echo",
        "flute", "harp", "hook", "melody", "rhythm", "tempo", "treble", "verse",
    ];

    /// <summary>The name of a run.</summary>
    /// <param name="runId">Its id.</param>
    public static string Of(string runId)
    {
        var bytes = Convert.FromHexString(runId);
        var number = ((bytes[2] << 8) | bytes[3]) % 1000;
        return FormattableString.Invariant($"{Adjectives[bytes[0] % 16]}-{Nouns[bytes[1] % 16]}-{number}");
    }
}
