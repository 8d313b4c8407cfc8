using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class KernelSpecFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kernels").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Usual => Path.Combine(folder, "jupyter", "kernels", ".net-csharp");

    private KernelSpecFolder Place(string? source = null, params string[] elsewhere) =>
        new(Path.Combine(folder, "jupyter"), source ?? AppContext.BaseDirectory, elsewhere);

    // https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
    [Theory]
    [InlineData("LINUX", "", "/home/me/.local/share/jupyter")]
    [InlineData("LINUX", "XDG_DATA_HOME=/data", "/data/jupyter")]
    [InlineData("OSX", "XDG_DATA_HOME=/data", "/home/me/Library/Jupyter")]
    [InlineData("WINDOWS", "APPDATA=/roaming", "/roaming/jupyter")]
    [InlineData("LINUX", "JUPYTER_DATA_DIR=/mine", "/mine")]
    [InlineData("OSX", "JUPYTER_DATA_DIR=/mine", "/mine")]
    [InlineData("WINDOWS", "JUPYTER_DATA_DIR=/mine", "/mine")]
    public void Users_folder_is_the_one_that_jupyter_documents(string platform, string variable, string expected)
    {
        var folder = DataFolders.OfUser(
            OSPlatform.Create(platform), name =>
                variable.StartsWith(name + "=", StringComparison.Ordinal) ? variable[(name.Length + 1)..] : null,
                "/home/me");
        Assert.Equal(expected, folder?.Replace('\\', '/'));
    }

    [Fact]
    public void Installed_kernel_has_the_form_that_clients_expect_and_a_program_of_its_own()
    {
        var (kernel, replaced, _) = Place().Install();
        Assert.Equal((".net-csharp", Usual, false), (kernel.Name, kernel.Folder, replaced));
        Assert.Empty(kernel.Notes);
        var spec = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Usual, "kernel.json")))!;
        Assert.Equal((".NET (C#)", "csharp", "message"),
            ((string?)spec["display_name"], (string?)spec["language"], (string?)spec["interrupt_mode"]));
        string[] arguments = [.. spec["argv"]!.AsArray().Select(argument => (string)argument!)];
        Assert.Equal([Path.Combine(Usual, "host", "SongGenre.Notebooks.dll"), "jupyter", "{connection_file}"],
            arguments[1..]);
        Assert.All(arguments[..2], file => Assert.True(Path.IsPathFullyQualified(file) && File.Exists(file), file));
        Assert.False(File.Exists(Path.Combine(Usual, "host", "xunit.v3.core.dll")),
            "what the kernel doesn't need was copied too");
        Assert.Equal(["kernels"],
            Directory.EnumerateFileSystemEntries(Path.Combine(folder, "jupyter")).Select(Path.GetFileName));
    }

    [Fact]
    public void Own_kernel_is_replaced_and_removed()
    {
        Place().Install();
        File.WriteAllText(Path.Combine(Usual, "left-over"), "");
        Assert.True(Place().Install().Replaced);
        Assert.False(File.Exists(Path.Combine(Usual, "left-over")));
        Assert.Equal(".net-csharp", Assert.Single(Place().Uninstall()).Name);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "jupyter", "kernels")));
        Assert.Empty(Place().List());
    }

    [Fact]
    public void Kernel_of_somebody_else_keeps_its_name_and_its_place()
    {
        Directory.CreateDirectory(Usual);
        File.WriteAllText(Path.Combine(Usual, "kernel.json"),
            """{"argv":["dotnet","interactive"],"display_name":".NET (C#)","language":"C#"}""");
        Assert.Equal("songgenre-csharp", Place().Install().Kernel.Name);
        Assert.Contains("somebody else's",
            Assert.Throws<NotebookException>(() => Place().Install(".net-csharp")).Message);
        Assert.Contains("left alone", Assert.Throws<NotebookException>(() => Place().Uninstall(".net-csharp")).Message);
        Assert.Equal(["songgenre-csharp"], Place().Uninstall().Select(kernel => kernel.Name));
        Assert.True(File.Exists(Path.Combine(Usual, "kernel.json")));
    }

    [Theory]
    [InlineData(".net-csharp")]
    [InlineData(".NET-CSharp")]
    public void Kernel_of_somebody_else_is_not_hidden_from_clients_that_find_it_elsewhere(string name)
    {
        var other = Path.Combine(folder, "elsewhere", "kernels", name);
        Directory.CreateDirectory(other);
        KernelSpecFolder place = Place(null, Path.Combine(folder, "missing"), Path.Combine(folder, "elsewhere"));
        Assert.Equal((".net-csharp", null), (place.Install().Kernel.Name, place.Install().Other));
        place.Uninstall();

        File.WriteAllText(Path.Combine(other, "kernel.json"), """{"argv":["dotnet","interactive"]}""");
        var (kernel, _, found) = place.Install();
        Assert.Equal(("songgenre-csharp", other), (kernel.Name, found));
        Assert.Equal((".net-csharp", null), (place.Install(".net-csharp").Kernel.Name, place.Install().Other));
    }

    [Fact]
    public void Own_kernel_elsewhere_leaves_the_name_free()
    {
        new KernelSpecFolder(Path.Combine(folder, "elsewhere"), AppContext.BaseDirectory).Install();
        Assert.Equal(".net-csharp", Place(null, Path.Combine(folder, "elsewhere")).Install().Kernel.Name);
    }

    [Fact]
    public void Names_that_differ_in_case_are_one()
    {
        Place().Install("Mine");
        Assert.Equal((true, "Mine"), (Place().Install("mine").Replaced, Place().List().Single().Name));
        Directory.CreateDirectory(Path.Combine(folder, "jupyter", "kernels", ".NET-CSharp"));
        Assert.Equal("songgenre-csharp", Place().Install().Kernel.Name);
        Assert.Equal("Mine", Assert.Single(Place().Uninstall("MINE")).Name);
    }

    // https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
    [Theory]
    [InlineData("LINUX", "JUPYTER_PATH=/a:/b",
        "/a,/b,/home/me/.local/share/jupyter,/usr/local/share/jupyter,/usr/share/jupyter")]
    [InlineData("OSX", "VIRTUAL_ENV=/env",
        "/home/me/Library/Jupyter,/env/share/jupyter,/usr/local/share/jupyter,/usr/share/jupyter")]
    [InlineData("WINDOWS", "PROGRAMDATA=/shared", "/shared/jupyter")]
    [InlineData("WINDOWS", "JUPYTER_PATH=C:/a;D:/b", "C:/a,D:/b")]
    public void Folders_that_clients_search_are_those_that_jupyter_documents(
        string platform, string variable, string expected) =>
        Assert.Equal(expected, string.Join(',', DataFolders.All(
            OSPlatform.Create(platform), name =>
                variable.StartsWith(name + "=", StringComparison.Ordinal) ? variable[(name.Length + 1)..] : null,
            "/home/me")).Replace('\\', '/'));

    [Theory]
    [InlineData("""{"argv":["a"],"argv":["b"]}""")]
    [InlineData("""{"metadata":{"songgenre":{"version":"1","version":"2"}}}""")]
    [InlineData("""{"metadata":{"songgenre":{"source":"\ud83d"}}}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"argv":["a",1],"metadata":[]}""")]
    [InlineData("[]")]
    public void Kernel_json_that_makes_no_sense_is_somebody_elses_or_damage(string json)
    {
        Directory.CreateDirectory(Usual);
        File.WriteAllText(Path.Combine(Usual, "kernel.json"), json);
        Assert.Empty(Place().List());
        Assert.Contains("left alone", Assert.Throws<NotebookException>(() => Place().Uninstall(".net-csharp")).Message);
        Assert.Equal("songgenre-csharp", Place().Install().Kernel.Name);

        Place().Install("own");
        File.WriteAllText(Path.Combine(folder, "jupyter", "kernels", "own", "kernel.json"), json);
        Assert.Equal(!json.Contains("\"metadata\":[]"),
            Place().List().Any(kernel => kernel.Notes is [var note] && note.StartsWith("damaged")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"runtimeTarget":{"name":1}}""")]
    [InlineData("""{"runtimeTarget":{"name":"\ud83d"}}""")]
    [InlineData("""{"runtimeTarget":{},"runtimeTarget":{}}""")]
    public void Damaged_list_of_the_hosts_files_is_damage(string json)
    {
        Place().Install();
        File.WriteAllText(Path.Combine(Usual, "host", "SongGenre.Notebooks.deps.json"), json);
        Assert.Equal(["damaged, SongGenre.Notebooks.deps.json missing; install it again"],
            Place().List().Single().Notes);
        var error = Assert.Throws<NotebookException>(() => Place(Path.Combine(Usual, "host")).Install());
        Assert.Contains("build songgenre again", error.Message);
        Assert.DoesNotContain("--prefix", error.Message);
    }

    [Fact]
    public void Program_that_cannot_be_read_is_no_failure()
    {
        Place().Install();
        using var locked = new FileStream(Path.Combine(Usual, "host", "SongGenre.Notebooks.dll"),
            FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.StartsWith("whether it is up to date can't be told: ", Assert.Single(Place().List().Single().Notes));
    }

    [Fact]
    public void Damage_is_named()
    {
        Place().Install();
        File.Delete(Path.Combine(Usual, "host", "NetMQ.dll"));
        Assert.Equal(["damaged, NetMQ.dll missing; install it again"], Place().List().Single().Notes);
        File.WriteAllText(Path.Combine(Usual, "kernel.json"), "{");
        Assert.Equal(["damaged, its kernel.json can't be read; install it again"], Place().List().Single().Notes);
        Place().Install();
        Assert.Empty(Place().List().Single().Notes);
    }

    [Fact]
    public void Kernel_outlives_the_place_it_was_made_from()
    {
        var source = Path.Combine(folder, "source");
        foreach (var file in HostFiles.Of(AppContext.BaseDirectory))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(source, file))!);
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(source, file));
        }

        Place(source).Install();
        File.AppendAllText(Path.Combine(source, "SongGenre.Notebooks.dll"), "rebuilt");
        Assert.Equal(["the program there has changed since; install it again to use that"],
            Place().List().Single().Notes);
        Directory.Delete(source, recursive: true);
        var kernel = Place().List().Single();
        Assert.Equal(source, kernel.Source);
        Assert.Equal(["the place it was made from is gone; it works on with its own copy"], kernel.Notes);
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void Name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Contains("can't be a kernel's name",
            Assert.Throws<NotebookException>(() => Place().Install(name)).Message);

    [Fact]
    public void Place_that_cannot_be_written_is_one_line_and_left_as_it_was()
    {
        File.WriteAllText(Path.Combine(folder, "jupyter"), "a file where the folder should be");
        var error = Assert.Throws<NotebookException>(() => Place().Install());
        Assert.StartsWith("can't install the kernel in ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal("a file where the folder should be", File.ReadAllText(Path.Combine(folder, "jupyter")));
    }

    [Fact]
    public void Damaged_program_to_install_leaves_the_earlier_installation()
    {
        Place().Install();
        var source = Path.Combine(folder, "source");
        Directory.CreateDirectory(source);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "SongGenre.Notebooks.deps.json"),
            Path.Combine(source, "SongGenre.Notebooks.deps.json"));
        Assert.Throws<NotebookException>(() => Place(source).Install());
        Assert.Empty(Place().List().Single().Notes);
        Assert.Equal(["kernels"],
            Directory.EnumerateFileSystemEntries(Path.Combine(folder, "jupyter")).Select(Path.GetFileName));
    }
}
