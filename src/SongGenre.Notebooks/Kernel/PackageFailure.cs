using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Kernel;

/// <summary>Why packages can't be had, as one message.</summary>
/// <param name="Id">NuGet's or the SDK's number for it.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed partial record PackageFailure(string Id, string Message)
{
    /// <summary>What the compiler calls a reference that isn't there.</summary>
    public const string MissingReference = "CS0006";

    /// <summary>NuGet's number for versions that don't go together.</summary>
    public const string VersionConflict = "NU1107";

    /// <summary>There is nothing to restore with.</summary>
    public static PackageFailure NoSdk { get; } = new(
        MissingReference,
        "the .NET SDK restores packages, and there is none here; install the .NET 10 SDK, or #r the package's .dll");

    /// <summary>Whether sources could not be reached, so that what was restored before is the best there is.</summary>
    public bool IsUnreachable => Id is "NU1301" or "NU1300";

    /// <summary>What <c>dotnet restore</c> complained about first.</summary>
    public static PackageFailure Of(string output)
    {
        var errors = ErrorPattern().Matches(output);
        if (errors.Count == 0)
        {
            if (output.Contains("No .NET SDKs were found", StringComparison.Ordinal)) return NoSdk;
            var last = output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
            return new(MissingReference, "dotnet restore failed: " + (last ?? "it says nothing about why"));
        }

        // A source that doesn't answer is the cause of packages that aren't found.
        var error = errors.FirstOrDefault(match => match.Groups["id"].Value == "NU1301") ?? errors[0];
        string id = error.Groups["id"].Value, text = error.Groups["text"].Value.Trim().TrimEnd('.', ':');
        if (id is "NU1102" or "NU1103")
        {
            var nearest = errors.Select(match => match.Groups["text"].Value)
                .FirstOrDefault(line => line.Contains("Nearest version", StringComparison.Ordinal));
            if (nearest is not null) text += $" ({nearest.Trim(' ', '-')})";
        }

        return new(id, $"{text}; {Remedy(id)}");
    }

    private static string Remedy(string id) => id switch
    {
        "NU1100" or "NU1101" => "check the name, or add the source that has it: #i \"nuget: URL or folder\"",
        "NU1102" or "NU1103" => "ask for a version that exists",
        "NU1300" or "NU1301" => "check the network, the #i lines and NuGet.config",
        "NU1605" or "NU1107" or "NU1608" => "ask for versions that go together",
        "NU1202" => "ask for a version that supports .NET 10",
        "NETSDK1045" => "install the .NET 10 SDK",
        _ => "correct the line, the #i lines or NuGet.config",
    };

    [GeneratedRegex(
        @"(?:^|: )error (?<id>[A-Z]+\d+): (?:Warning As Error: )?(?<text>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex ErrorPattern();
}
