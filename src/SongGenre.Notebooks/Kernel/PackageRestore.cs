using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// Restores packages through the SDK: by a project of its own that nothing above it can change, with the NuGet.config
/// files that hold for the notebook's folder and the user.
/// </summary>
/// <param name="workingDirectory">The notebook's folder.</param>
internal sealed class PackageRestore(string workingDirectory)
{
    // Whoever wants a newer version of a floating package the same day names it.
    private static readonly TimeSpan FloatingLifetime = TimeSpan.FromDays(1);

    /// <summary>Finds all that a set of packages needs, in the cache or by a restore.</summary>
    /// <param name="requests">The packages.</param>
    /// <param name="sources">Sources besides the configured ones: addresses or absolute folders.</param>
    /// <param name="cancel">Ends the restore.</param>
    public (PackageGraph Graph, PackageFailure? Failure) Run(
        IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, CancellationToken cancel)
    {
        var cached = PackageCache.FileOf(workingDirectory, requests, sources);
        var known = PackageGraph.Read(cached, PackageCache.Runtime);
        var isCurrent = !requests.Any(request => request.IsFloating)
            || DateTime.UtcNow - File.GetLastWriteTimeUtc(cached) < FloatingLifetime;
        if (known is not null && isCurrent) return (known, null);
        if (!PackageCache.Sdks.Any()) return (PackageGraph.Empty, PackageFailure.NoSdk);

        // A folder per restore, and one file that takes its place in a single step: kernels don't disturb each other.
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("packages-");
            if (Restore(folder.FullName, requests, sources, cancel) is { } failure)
            {
                // What was chosen yesterday does where the network is gone today.
                if (failure.IsUnreachable && known is not null) return (known, null);
                return (PackageGraph.Empty, Relative(failure));
            }

            var assets = Path.Combine(folder.FullName, "obj", "project.assets.json");
            Keep(assets, cached);
            if (PackageGraph.Read(assets, PackageCache.Runtime) is { } graph) return (graph, null);
            return Failed("the folder of unpacked packages lacks files; run dotnet nuget locals all --clear and try again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed($"packages can't be restored: {e.Message.TrimEnd('.')}; free the disk or correct the rights");
        }
        catch (Win32Exception)
        {
            return (PackageGraph.Empty, PackageFailure.NoSdk);
        }
        finally
        {
            if (folder is not null) Delete(folder);
        }

        static (PackageGraph, PackageFailure) Failed(string message) =>
            (PackageGraph.Empty, new PackageFailure(PackageFailure.MissingReference, message));
    }

    private PackageFailure? Restore(
        string folder, IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, CancellationToken cancel)
    {
        var project = Path.Combine(folder, "packages.csproj");
        File.WriteAllText(project, Project(requests, sources).ToString());
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.rsp"), "");
        File.WriteAllText(Path.Combine(folder, "global.json"), "{}");
        string[] arguments = ["restore", project, "-nodeReuse:false", "-tl:off", "-verbosity:minimal"];
        var (code, output) = RunDotnet(folder, arguments, cancel);
        return code == 0 ? null : PackageFailure.Of(output.Replace(project, "packages", StringComparison.Ordinal));
    }

    private XElement Project(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources) =>
        new("Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("TargetFramework", PackageCache.Framework),
                new XElement("RuntimeIdentifiers", PackageCache.Runtime),
                // Nothing is built: no runtime to publish with is needed, and no question about weaknesses.
                new XElement("EnableRuntimePackDownload", false),
                new XElement("NuGetAudit", false),
                new XElement("EnableDefaultItems", false),
                new XElement("RestoreRootConfigDirectory", Escape(workingDirectory)),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', sources.Select(Escape)))),
            new XElement("ItemGroup", requests.Select(request => new XElement("PackageReference",
                new XAttribute("Include", request.Name), new XAttribute("Version", request.ProjectVersion)))));

    // MSBuild's own signs.
    private static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal).Replace("@", "%40", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal);

    private static (int Code, string Output) RunDotnet(string folder, string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        // What a build that started this process has set for itself.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            process.WaitForExitAsync(cancel).GetAwaiter().GetResult();
            return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // A cache that can't be written costs the next kernel a restore.
    private static void Keep(string assets, string cached)
    {
        var own = cached + "." + Path.GetRandomFileName();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(cached)!);
            File.Copy(assets, own);
            File.SetLastWriteTimeUtc(own, DateTime.UtcNow);
            File.Move(own, cached, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(own);
        }
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A killed restore may still hold a file; the system's temporary folder is where such things may stay.
        }
    }

    private PackageFailure Relative(PackageFailure failure) => failure with
    {
        Message = failure.Message.Replace(workingDirectory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal),
    };
}
