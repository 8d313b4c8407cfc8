using System.Globalization;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>Durations and amounts of memory as people write them.</summary>
internal static partial class Quantity
{
    // What a timer can wait for.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>A duration: seconds such as <c>90</c> or <c>0.5</c>, or hours, minutes and seconds such as
    /// <c>1m30s</c>.</summary>
    public static TimeSpan Duration(string option, string text)
    {
        var match = Clock().Match(text);
        if (!match.Success) throw Wrong("write seconds or a duration such as 90, 1m30s or 2h");
        var seconds = Number(match.Groups["plain"]) + (3600 * Number(match.Groups["h"]))
            + (60 * Number(match.Groups["m"])) + Number(match.Groups["s"]);
        return seconds < 0.001 ? throw Wrong("a time limit must be longer than 0")
            : seconds > Longest.TotalSeconds
                ? throw Wrong($"the longest time limit is {Longest.TotalDays} days ({Longest.TotalHours}h)")
            : TimeSpan.FromSeconds(seconds);

        UsageException Wrong(string what) => new($"{option} {text}: {what}");
    }

    /// <summary>A notebook's memory in bytes: <c>512MB</c>, <c>1.5GB</c>; a KB is 1024 bytes.</summary>
    public static long Memory(string option, string text)
    {
        var match = Amount().Match(text);
        var power = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "K" => 10,
            "M" => 20,
            "G" => 30,
            "T" => 40,
            _ => 0,
        };
        var bytes = Number(match.Groups["number"]) * Math.Pow(2, power);
        if (!match.Success || bytes is not (>= 1 and < 1L << 60))
            throw new UsageException($"{option} {text}: write an amount with its unit, such as 512MB or 2GB");
        return bytes >= NotebookRun.SmallestMemoryLimit
            ? (long)bytes
            : throw new UsageException($"{option} {text}: too little for any notebook; "
                + $"give at least {NotebookRun.SmallestMemoryLimit >> 20}MB");
    }

    private static double Number(Group group) =>
        group.Success ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?=[0-9])((?<plain>[0-9]{1,9}(\.[0-9]{1,9})?)|"
        + @"((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,9}(\.[0-9]{1,9})?)s)?)\z")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?<number>[0-9]{1,12}(\.[0-9]{1,9})?) ?(?<unit>[KMGT])i?B\z", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
