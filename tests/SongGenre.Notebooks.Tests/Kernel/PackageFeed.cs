using System.IO.Compression;
using System.Xml.Linq;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Kernel;

namespace SongGenre.Notebooks.Tests.Kernel;

/// <summary>A kernel in a folder that takes packages from a folder in it alone, and unpacks them there.</summary>
public abstract class PackageFeed : KernelFixture
{
    // The cache belongs to the process's user; the tests' own is gone after them.
    static PackageFeed()
    {
        var cache = Directory.CreateTempSubdirectory("cache");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", cache.FullName);
        // It would come before the packages folder that a test's own configuration names.
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", null);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cache.Delete(recursive: true);
    }

    protected PackageFeed()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "feed"));
        Configure("feed");
    }

    /// <summary>Where packages are unpacked.</summary>
    protected string Unpacked => Path.Combine(Folder, "packages");

    protected void Configure(params string[] sources) => Write("NuGet.config",
        $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
          <packageSources><clear />{Elements(sources)}</packageSources>
        </configuration>
        """);

    protected static string Elements(params string[] sources) => string.Concat(sources.Select(source =>
        $"<add key=\"{source}\" value=\"{source}\" allowInsecureConnections=\"true\" />"));

    /// <summary>Makes a package of a library that has the package's name.</summary>
    /// <param name="name">The package's name, and the library's.</param>
    /// <param name="version">Its version.</param>
    /// <param name="code">The library's code.</param>
    /// <param name="needs">Packages that it needs, as "name version".</param>
    /// <param name="files">More files, by their place in the package.</param>
    /// <param name="feed">The folder that it is put in.</param>
    protected void Pack(
        string name,
        string version,
        string code,
        string[]? needs = null,
        Dictionary<string, string>? files = null,
        string feed = "feed")
    {
        var library = $"build/{name}.{version}/{name}.dll";
        var needed = (needs ?? []).Select(need => need.Split(' ')).ToList();
        Compile(library, code, [.. needed.Select(need => $"build/{need[0]}.{need[1]}/{need[0]}.dll")]);
        Directory.CreateDirectory(Path.Combine(Folder, feed));
        using var package = ZipFile.Open(Path.Combine(Folder, feed, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(Path.Combine(Folder, library), $"lib/netstandard2.0/{name}.dll");
        foreach (var (place, file) in files ?? []) package.CreateEntryFromFile(file, place);
        var dependencies = needed.Select(need => new XElement("dependency",
            new XAttribute("id", need[0]), new XAttribute("version", need[1])));
        using var nuspec = package.CreateEntry($"{name}.nuspec").Open();
        new XElement("package", new XElement("metadata",
            new XElement("id", name),
            new XElement("version", version),
            new XElement("authors", "tests"),
            new XElement("description", "A package of the tests."),
            new XElement("dependencies",
                new XElement("group", new XAttribute("targetFramework", "netstandard2.0"), dependencies))))
            .Save(nuspec);
    }

    /// <summary>Runs a cell in a session of its own, and gives the text that its outputs show.</summary>
    protected async Task<string> RunFresh(string code)
    {
        using var kernel = new CSharpKernel(Folder);
        return await RunIn(kernel, code);
    }

    protected static async Task<string> RunIn(CSharpKernel kernel, string code)
    {
        var cell = new Cell { Kind = CellKind.Code, Id = "a" };
        await kernel.ExecuteAsync(new CellSubmission(code, "cell", 1), cell.Append);
        return Shown(cell.Outputs);
    }

    protected static string Shown(IEnumerable<Output> outputs) =>
        string.Join('\n', outputs.Select(output => output switch
        {
            DisplayOutput shown => (string)shown.Data["text/plain"]!,
            ErrorOutput error => error.Value,
            StreamOutput stream => stream.Text,
            _ => "",
        }));

    /// <summary>A library whose one class tells its version.</summary>
    protected static string Constant(string type, string value) =>
        $"public static class {type} {{ public static string Version => \"{value}\"; }}";
}
