using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Jupyter;

public sealed partial class KernelSpecFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Installs the kernel, in place of one that this program has installed before; all of it or, on a failure, nothing.
    /// </summary>
    /// <param name="name">
    /// Its name: letters, digits, <c>.</c>, <c>-</c>, <c>_</c>. Null for <see cref="UsualName"/>, or where that is somebody
    /// else's for <see cref="OtherName"/>.
    /// </param>
    /// <returns>What is there now, and whether an earlier one was replaced.</returns>
    /// <exception cref="NotebookException">The name is somebody else's, or the folder can't be written.</exception>
    public (InstalledKernel Kernel, bool Replaced) Install(string? name = null)
    {
        if (name is not null && !NamePattern().IsMatch(name))
            throw new NotebookException($"'{name}' can't be a kernel's name; use letters, digits, '.', '-' and '_'");
        name ??= IsOthers(UsualName) ? OtherName : UsualName;
        if (IsOthers(name)) throw new NotebookException($"{FolderOf(name)} is somebody else's; choose another name with --name NAME");
        return Try($"can't install the kernel in {Kernels}", () =>
        {
            var made = Temporary();
            try
            {
                Fill(made, name);
                Directory.CreateDirectory(Kernels);
                var replaced = Directory.Exists(FolderOf(name));
                Put(made, name);
                return (InstalledKernel.Find(FolderOf(name))!, replaced);
            }
            finally
            {
                Remove(made);
            }
        });
    }

    /// <summary>Removes what this program has installed.</summary>
    /// <param name="name">The kernel's name; null for all that are this program's.</param>
    /// <returns>What was removed.</returns>
    /// <exception cref="NotebookException">There is no such kernel, it is somebody else's, or it can't be removed.</exception>
    public IReadOnlyList<InstalledKernel> Uninstall(string? name = null)
    {
        var found = List().Where(kernel => name is null || kernel.Name == name).ToList();
        if (found.Count == 0 && name is not null && NamePattern().IsMatch(name) && IsOthers(name))
            throw new NotebookException($"{FolderOf(name)} was not installed by songgenre, and is left alone");
        if (found.Count == 0) throw new NotebookException($"{Kernels} holds no {(name is null ? "" : $"'{name}' ")}kernel of songgenre's");
        foreach (var kernel in found)
        {
            Try($"can't remove {kernel.Folder}", () =>
            {
                // A folder in use stays whole.
                var aside = Temporary();
                Directory.Move(kernel.Folder, aside);
                Remove(aside);
                return true;
            });
        }

        return found;
    }

    private void Fill(string folder, string name)
    {
        var host = Path.Combine(folder, HostFiles.Folder);
        foreach (var file in HostFiles.Of(source))
        {
            var copy = Path.Combine(host, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }

        var program = Path.Combine(FolderOf(name), HostFiles.Folder, HostFiles.Program);
        File.WriteAllText(Path.Combine(folder, "kernel.json"), new JsonObject
        {
            ["argv"] = new JsonArray(DotnetHost.Path, program, "jupyter", "{connection_file}"),
            ["display_name"] = name == UsualName ? ".NET (C#)" : $".NET (C#, {name})",
            ["language"] = "csharp",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject
            {
                ["debugger"] = false,
                [InstalledKernel.Mark] = new JsonObject { ["version"] = KernelInfo.Version, ["source"] = source },
            },
        }.ToJsonString(Indented) + "\n");
    }

    private void Put(string made, string name)
    {
        var place = FolderOf(name);
        if (!Directory.Exists(place))
        {
            Directory.Move(made, place);
            return;
        }

        var before = Temporary();
        Directory.Move(place, before);
        try
        {
            Directory.Move(made, place);
        }
        catch
        {
            Directory.Move(before, place);
            throw;
        }

        Remove(before);
    }

    // Beside the kernels, where no client takes it for one, and on the same disk, so that it can be renamed.
    private string Temporary()
    {
        Directory.CreateDirectory(dataFolder);
        return Path.Combine(dataFolder, ".songgenre-" + Path.GetRandomFileName());
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left-overs hurt nobody, and what was asked for is done.
        }
    }

    private bool IsOthers(string name) =>
        Path.Exists(FolderOf(name)) && (InstalledKernel.Find(FolderOf(name)) is null);

    private string FolderOf(string name) => Path.Combine(Kernels, name);

    private static T Try<T>(string failure, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            var remedy = OperatingSystem.IsWindows() ? "shut down the kernels that run from there, or choose" : "choose";
            throw new NotebookException($"{failure}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}; {remedy} a folder of yours with --prefix DIR", e);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex NamePattern();
}
