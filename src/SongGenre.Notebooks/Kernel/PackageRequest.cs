using System.Text.RegularExpressions;

namespace SongGenre.Notebooks.Kernel;

/// <summary>What a <c>#r "nuget: Name, Version"</c> asks for.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">As written: a version, a range or a floating version; null for the newest stable one.</param>
internal sealed partial record PackageRequest(string Name, string? Version)
{
    private const string Prefix = "nuget:";

    /// <summary>Whether it may resolve to something else tomorrow.</summary>
    public bool IsFloating => Version is null || Version.Contains('*', StringComparison.Ordinal);

    /// <summary>As a project file says it.</summary>
    public string ProjectVersion => Version ?? "*";

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";

    /// <summary>Whether a reference or a source is NuGet's.</summary>
    public static bool IsPackage(string reference) => reference.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>What follows <c>nuget:</c>.</summary>
    public static string AfterPrefix(string reference) => reference[Prefix.Length..].Trim();

    /// <summary>Null when it isn't written as a package is.</summary>
    public static PackageRequest? Parse(string reference)
    {
        string[] parts = AfterPrefix(reference).Split(',', 2, StringSplitOptions.TrimEntries);
        var version = parts.Length > 1 ? parts[1] : null;
        var isPackage = NamePattern().IsMatch(parts[0]) && (version is null || VersionPattern().IsMatch(version));
        return isPackage ? new(parts[0], version) : null;
    }

    [GeneratedRegex(@"^\w[\w.-]*$")]
    private static partial Regex NamePattern();

    // Versions, ranges such as [1.0,2.0) and floating ones such as 1.*-*.
    [GeneratedRegex(@"^[\w.*+,\[\]() -]+$")]
    private static partial Regex VersionPattern();
}
