using SongGenre.Tests.Data;
using SongGenre.Tracking.Artifacts;

namespace SongGenre.Tests.Tracking.Artifacts;

public sealed class StoreCareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ArtifactStore _store;

    public StoreCareTests() => _store = new(_folder["store"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_missing_damaged_or_needed_by_nothing_is_listed()
    {
        Assert.Equal((true, 0), (_store.Verify().IsWhole, _store.Verify().Versions));
        var (lost, changed) = (ObjectOf(Add("a")), ObjectOf(Add("b")));
        Add("c");
        _folder.Write("store/tmp/left", "half");
        _folder.Write($"store/objects/{changed[..2]}/alone", "?");
        File.Delete(_folder[$"store/objects/{lost}"]);
        File.Delete(_folder[$"store/objects/{changed}"]);
        _folder.Write($"store/objects/{changed}", "B");
        var check = _store.Verify();
        StoreFault[] expected =
        [
            new("missing", $"objects/{lost}", "content of thing:v0"),
            new("damaged", $"objects/{changed}", "content of thing:v1"),
        ];
        Assert.Equal(expected.OrderBy(fault => fault.File, StringComparer.Ordinal), check.Faults);
        Assert.Equal([$"objects/{changed[..2]}/alone", "tmp/left"], check.Unreferenced);
        Assert.Equal((3, 3, false), (check.Versions, check.Objects, check.IsWhole));
    }

    [Theory]
    [InlineData("v0.json", "{")]
    [InlineData("v0.json", "null")]
    [InlineData("aliases.json", "[]")]
    [InlineData("v0.used/reader", "yesterday")]
    public void A_damaged_file_of_the_index_is_told_and_nothing_is_removed_for_it(string file, string text)
    {
        Add("a");
        Add("b");
        _store.Use("thing:v0", "reader");
        _folder.Write($"store/versions/thing/{file}", text);
        var fault = Assert.Single(_store.Verify().Faults);
        Assert.Equal(("damaged", $"versions/thing/{file}"), (fault.Kind, fault.File));
        Assert.Empty(_store.Verify().Unreferenced);
        Assert.StartsWith($"{_folder[$"store/versions/thing/{file}"]}: is damaged (",
            OneLine.ErrorOf(() => _store.Collect()), StringComparison.Ordinal);
        Assert.Equal(2, _store.Verify().Objects);
    }

    [Fact]
    public void A_changed_list_of_files_is_damage_and_cannot_lead_out_of_the_folder()
    {
        Add("a");
        var file = _folder["store/versions/thing/v0.json"];
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"content\"", "\"../../out\"", StringComparison.Ordinal));
        Assert.Equal($"{file}: is damaged (its digest is not that of its files); put back a copy of it or remove it.",
            OneLine.ErrorOf(() => _store.Get("thing", _folder["got"])));
        Assert.False(File.Exists(_folder["out"]));
    }

    [Fact]
    public void A_newer_format_is_told_as_one()
    {
        Add("a");
        var file = _folder["store/versions/thing/v0.json"];
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
        Assert.Equal(
            $"{file}: has format 2, this program knows 1; update it.", OneLine.ErrorOf(() => _store.Find("thing")));
    }

    [Fact]
    public void A_version_that_something_points_to_is_deleted_only_by_force()
    {
        _store.Add("thing", "data", _folder.Write("content", "a"), run: "maker");
        _store.Use("thing", "reader");
        Add("b");
        _store.SetAlias("thing:v0", "best");
        Assert.Equal("thing: name the version to delete, such as thing:v3.",
            OneLine.ErrorOf(() => _store.Delete("thing")));
        Assert.Equal("thing:v0: alias best and runs maker, reader would miss it; "
            + "to delete it all the same, force it (--force).", OneLine.ErrorOf(() => _store.Delete("thing:v0")));
        Assert.StartsWith("thing:v1: alias latest would miss it;",
            OneLine.ErrorOf(() => _store.Delete("thing:v1")), StringComparison.Ordinal);
        Assert.Equal(2, _store.Versions("thing").Count);

        _store.Delete("thing:v0", force: true);
        Assert.Equal("thing:v0: was deleted; the newest version of thing is v1.",
            OneLine.ErrorOf(() => _store.Find("thing:v0")));
        Assert.Equal("thing:best: is unknown. Known are latest.", OneLine.ErrorOf(() => _store.Find("thing:best")));
        Assert.True(_store.Verify().IsWhole);
    }

    [Fact]
    public void A_deleted_number_is_not_given_again_and_latest_falls_back()
    {
        Add("a");
        Add("b");
        _store.Delete("thing:v1", force: true);
        Assert.Equal(0, _store.Find("thing").Number);
        Assert.Equal("thing:v2", Add("b").Reference);
        Add("c");
        Add("a");
        Assert.Equal(0, _store.Find("thing").Number);
        _store.Delete("thing:v0", force: true);
        Assert.Equal(3, _store.Find("thing").Number);
        _store.Delete("thing:v2", force: true);
        _store.Delete("thing:v3", force: true);
        Assert.Empty(_store.Names());
        Assert.Equal("thing: every version of it was deleted.", OneLine.ErrorOf(() => _store.Find("thing")));
        Assert.Equal("thing:v4", Add("a").Reference);
    }

    [Fact]
    public void Only_what_no_version_shares_is_collected()
    {
        Directory.CreateDirectory(_folder["both"]);
        _folder.Write("both/content", "shared");
        _folder.Write("both/own", "12345");
        Add("shared");
        _store.Add("other", "data", _folder["both"]);
        Assert.Equal(new(0, 0, 0), _store.Collect());
        _store.Delete("other:v0", force: true);
        _folder.Write("store/tmp/left", "123");
        Assert.Equal(new(1, 1, 8), _store.Collect());
        Assert.Equal(new(0, 0, 0), _store.Collect());
        _store.Get("thing", _folder["got"]);
        Assert.Empty(_store.Verify().Unreferenced);
    }

    private ArtifactVersion Add(string text) => _store.Add("thing", "data", _folder.Write("content", text));

    private static string ObjectOf(ArtifactVersion version) => version.Files[0].Sha256.Insert(2, "/");
}
