using System.Security.Cryptography;
using System.Text;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class ArtifactStoreTests : IDisposable
{
    // FIPS 180-2, appendix B.1.
    private const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactStore _store;

    public ArtifactStoreTests() => _store = new(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_content_under_the_same_name_is_the_same_version()
    {
        Assert.Equal("thing:v0", Add("a").Reference);
        Assert.Equal("thing:v1", Add("b").Reference);
        Assert.Equal("thing:v0", Add("a").Reference);
        Assert.Equal("other:v0", _store.Add("other", "data", Given("a")).Reference);
        Assert.Equal(["other", "thing"], _store.Names());
        Assert.Equal([0, 1], _store.Versions("thing").Select(v => v.Number));
        Assert.Equal(2, Objects().Length);
    }

    [Fact]
    public void The_digest_is_sha256_over_hash_size_and_path_of_each_file_in_order()
    {
        Directory.CreateDirectory(_folder["given/in"]);
        _folder.Write("given/in/a", "abc");
        _folder.Write("given/.b", "abc");
        var version = _store.Add("thing", "data", _folder["given"]);
        var lines = $"{Sha256OfAbc} 3 .b\n{Sha256OfAbc} 3 in/a\n";
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(lines))), version.Digest);
        Assert.Equal((6, 2), (version.Size, version.Files.Count));
        var kept = Assert.Single(Objects());
        Assert.Equal(Path.Combine("ba", Sha256OfAbc[2..]), Path.GetRelativePath(_folder["store/objects"], kept));
    }

    [Fact]
    public void Latest_is_what_was_added_last_even_where_it_was_known()
    {
        Add("a");
        Add("b");
        Assert.Equal(1, _store.Find("thing").Number);
        Add("a");
        Assert.Equal(0, _store.Find("thing:latest").Number);
        Assert.Equal(["latest"], _store.Find("thing:v0").Aliases);
        Add("c");
        Assert.Equal(2, _store.Find("thing").Number);
    }

    [Fact]
    public void An_alias_points_where_it_was_set_until_it_is_set_again_or_removed()
    {
        Add("a");
        Add("b");
        Assert.Equal(["best"], _store.SetAlias("thing:v0", "best").Aliases);
        Add("c");
        Assert.Equal(0, _store.Find("thing:best").Number);
        _store.SetAlias("thing", "best");
        Assert.Equal(["latest", "best"], _store.Find("thing:v2").Aliases);
        Assert.Equal(2, _store.RemoveAlias("thing", "best").Number);
        Assert.Equal("thing:best: is unknown. Known are latest.", OneLine.ErrorOf(() => _store.Find("thing:best")));
        Assert.Equal(
            "alias latest: moves by itself to what was added last.",
            OneLine.ErrorOf(() => _store.SetAlias("thing:v0", "latest")));
        Assert.Equal("alias v7: is the name of a version.", OneLine.ErrorOf(() => _store.SetAlias("thing", "v7")));
    }

    [Fact]
    public void What_is_unknown_is_told_with_what_is_near()
    {
        Assert.Equal(
            $"thing: is unknown; {_folder["store"]} holds no artifacts.", OneLine.ErrorOf(() => _store.Find("thing")));
        OneLine.ErrorOf(() => _store.Use("thing", "run"));
        OneLine.ErrorOf(() => _store.SetAlias("thing", "best"));
        Assert.False(Directory.Exists(_folder["store"]));
        Add("a");
        _store.SetAlias("thing", "best");
        Assert.Equal("thnig: is unknown. Did you mean thing?", OneLine.ErrorOf(() => _store.Find("thnig:v0")));
        Assert.Equal("thing:bets: is unknown. Did you mean best?", OneLine.ErrorOf(() => _store.Find("thing:bets")));
        Assert.Equal(
            "thing:v5: is unknown; the newest version of thing is v0.", OneLine.ErrorOf(() => _store.Find("thing:v5")));
        Assert.Equal("Thing: there is an artifact thing already; call it that.",
            OneLine.ErrorOf(() => _store.Add("Thing", "data", Given("a"))));
        Assert.Equal("thing: holds artifacts of type data; add a model under another name.",
            OneLine.ErrorOf(() => _store.Add("thing", "model", Given("b"))));
        Assert.Equal($"{_folder["none"]}: no such file or folder.",
            OneLine.ErrorOf(() => _store.Add("thing", "data", _folder["none"])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    [InlineData("nul.x")]
    public void A_name_is_a_files_name_on_every_system(string name)
    {
        Assert.StartsWith("artifact name '", Assert.Throws<SongGenreException>(
            () => _store.Add(name, "data", Given("a"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("run name '", Assert.Throws<SongGenreException>(
            () => _store.Add("thing", "data", Given("a"), run: name)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("c:a")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public void A_path_stays_inside_the_artifact(string path) => Assert.Contains(
        "is no path inside an artifact",
        OneLine.ErrorOf(() => _store.Add("thing", "data", new Dictionary<string, string> { [path] = Given("a") })),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_known_of_a_version_is_kept()
    {
        var made = _store.Add("thing", "data", Given("a"), new()
        {
            Schema = [new("tempo", "double"), new("key", "int64")],
            Rows = new Dictionary<string, long> { ["content"] = 42_305 },
            Properties = new Dictionary<string, string> { ["split"] = "Überall" },
        }, "run-1");
        var found = new ArtifactStore(_store.Folder).Find("thing");
        Assert.Equal([new("tempo", "double"), new("key", "int64")], found.Metadata.Schema);
        Assert.Equal(42_305, found.Rows);
        Assert.Equal("Überall", found.Metadata.Properties["split"]);
        Assert.Equal(["run-1"], found.MadeBy.Select(link => link.Run));
        Assert.Equal((made.Digest, made.Created, "data"), (found.Digest, found.Created, found.Type));
    }

    [Fact]
    public void Every_run_that_made_or_used_a_version_is_told_once()
    {
        _store.Add("thing", "data", Given("a"), run: "first");
        _store.Add("thing", "data", Given("a"), run: "second");
        _store.Add("thing", "data", Given("a"), run: "first");
        _store.Use("thing", "third");
        var version = _store.Use("thing:v0", "third");
        Assert.Equal(["first", "second"], version.MadeBy.Select(link => link.Run));
        Assert.Equal(["third"], version.UsedBy.Select(link => link.Run));
    }

    [Fact]
    public void What_is_got_are_copies_in_a_folder_of_their_own()
    {
        Directory.CreateDirectory(_folder["given/in"]);
        _folder.Write("given/in/a", "abc");
        _folder.Write("given/b", "");
        _store.Add("thing", "data", _folder["given"]);
        _store.Get("thing", _folder["got/here"]);
        Assert.Equal("abc", File.ReadAllText(_folder["got/here/in/a"]));
        Assert.Equal("", File.ReadAllText(_folder["got/here/b"]));
        File.WriteAllText(_folder["got/here/in/a"], "changed");
        Assert.True(_store.Verify().IsWhole);
        Assert.Equal($"{_folder["got/here"]}: is there already; name a new or an empty folder.",
            OneLine.ErrorOf(() => _store.Get("thing", _folder["got/here"])));
        Directory.CreateDirectory(_folder["empty"]);
        _store.Get("thing:v0", _folder["empty"]);
        Assert.Equal(["here"], Directory.GetFileSystemEntries(_folder["got"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_object_is_named_and_mended_by_adding_it_again()
    {
        Add("abc");
        var kept = Assert.Single(Objects());
        Change(kept, "abd");
        var message = OneLine.ErrorOf(() => _store.Get("thing", _folder["got"]));
        Assert.Equal($"{kept}: is damaged, which is content of thing:v0; make the artifact again, or put back a copy.",
            message);
        Assert.False(Directory.Exists(_folder["got"]));
        File.Delete(kept);
        message = OneLine.ErrorOf(() => _store.OpenRead(_store.Find("thing"), "content").Dispose());
        Assert.StartsWith($"{kept}: is missing, which is content of thing:v0;", message, StringComparison.Ordinal);
        Change(kept, "ab");
        Assert.Equal("thing:v0", Add("abc").Reference);
        using var read = new StreamReader(_store.OpenRead(_store.Find("thing"), "content"));
        Assert.Equal("abc", read.ReadToEnd());
    }

    [Fact]
    public void A_link_to_a_folder_is_refused_and_one_to_a_file_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        Directory.CreateDirectory(_folder["given"]);
        File.CreateSymbolicLink(_folder["given/linked"], _folder.Write("elsewhere", "abc"));
        Assert.Equal(Sha256OfAbc, Assert.Single(_store.Add("thing", "data", _folder["given"]).Files).Sha256);
        File.CreateSymbolicLink(_folder["given/round"], _folder["given"]);
        Assert.Equal($"{_folder["given/round"]}: is a link to a folder; put the folder itself there.",
            OneLine.ErrorOf(() => _store.Add("thing", "data", _folder["given"])));
    }

    private ArtifactVersion Add(string text) => _store.Add("thing", "data", Given(text));

    private string Given(string text) => _folder.Write("content", text);

    private string[] Objects() =>
        Directory.GetFiles(_folder["store/objects"], "*", SearchOption.AllDirectories);

    private static void Change(string file, string text)
    {
        File.Delete(file);
        File.WriteAllText(file, text);
    }
}
