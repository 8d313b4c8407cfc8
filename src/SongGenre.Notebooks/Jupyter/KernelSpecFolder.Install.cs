using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SongGenre.Notebooks.Runner;

namespace SongGenre.Notebooks.Jupyter;

public sealed partial class KernelSpecFolder
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Installs the kernel, in place of one that this program has installed before; all of it or, on a failure,
    /// nothing.
    /// </summary>
    /// <param name="name">
    /// Its name: letters, digits, <c>.</c>, <c>-</c>, <c>_</c>; case makes no difference. Null for
    /// <see cref="UsualName"/>, or for <see cref="OtherName"/> where clients would find somebody else's kernel of that
    /// name, here or elsewhere.
    /// </param>
    /// <returns>
    /// What is there now, whether an earlier one was replaced, and the folder of the kernel that has the usual name;
    /// null when that was free, or a name was given.
    /// </returns>
    /// <exception cref="NotebookException">
    /// The name is somebody else's, the host's own files are damaged, or the folder can't be written.
    /// </exception>
    public (InstalledKernel Kernel, bool Replaced, string? Other) Install(string? name = null)
    {
        if (name is not null && !NamePattern().IsMatch(name))
            throw new NotebookException($"'{name}' can't be a kernel's name; use letters, digits, '.', '-' and '_'");
        var other = name is null ? Others(UsualName) : null;
        name ??= other is null ? UsualName : OtherName;
        if (IsOthers(name))
            throw new NotebookException($"{FolderOf(name)} is somebody else's; choose another name with --name NAME");
        if (HostFiles.Missing(source).ToList() is { Count: > 0 } missing)
        {
            throw new NotebookException(
                $"can't install the kernel: in {source}, {string.Join(", ", missing)} is missing or damaged; "
                + "build songgenre again, or get it anew");
        }

        return Try($"can't install the kernel in {Kernels}", () =>
        {
            var made = Temporary();
            try
            {
                Fill(made, name);
                Directory.CreateDirectory(Kernels);
                var replaced = Directory.Exists(FolderOf(name));
                Put(made, name);
                return (InstalledKernel.Find(FolderOf(name))!, replaced, other);
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
    /// <exception cref="NotebookException">
    /// There is no such kernel, it is somebody else's, or it can't be removed.
    /// </exception>
    public IReadOnlyList<InstalledKernel> Uninstall(string? name = null)
    {
        var found = List().Where(kernel => name is null || IsSame(kernel.Name, name)).ToList();
        if (found.Count == 0 && name is not null && NamePattern().IsMatch(name) && IsOthers(name))
            throw new NotebookException($"{FolderOf(name)} was not installed by songgenre, and is left alone");
        var which = name is null ? "" : $"'{name}' ";
        if (found.Count == 0) throw new NotebookException($"{Kernels} holds no {which}kernel of songgenre's");
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
        Path.Exists(FolderOf(name)) && InstalledKernel.Find(FolderOf(name)) is null;

    // The folder of a kernel of somebody else's that clients may find under a name.
    private string? Others(string name)
    {
        if (IsOthers(name)) return FolderOf(name);
        // Ours has that name already: there is nothing left to spare.
        if (Path.Exists(FolderOf(name))) return null;
        return elsewhere.SelectMany(KernelsIn).FirstOrDefault(folder =>
            IsSame(Path.GetFileName(folder), name)
            && File.Exists(Path.Combine(folder, "kernel.json"))
            && InstalledKernel.Find(folder) is null);
    }

    private string FolderOf(string name) =>
        KernelsIn(dataFolder).FirstOrDefault(folder => IsSame(Path.GetFileName(folder), name))
            ?? Path.Combine(Kernels, name);

    // To clients, names that differ in case are one.
    private static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static T Try<T>(string failure, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There, what a running program has open can neither be moved nor replaced.
            var remedy = OperatingSystem.IsWindows() ? "shut down the kernels that run from there, or " : "";
            var reason = e.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new NotebookException(
                $"{failure}: {reason}; {remedy}choose a folder of yours with --prefix DIR", e);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]*[A-Za-z0-9_-][A-Za-z0-9._-]*\z")]
    private static partial Regex NamePattern();
}
