namespace SongGenre.Notebooks.Tests.Kernel;

public class InspectionTests : EditingFixture
{
    [Theory]
    [InlineData("Math.Rou^nd(1.5)")]
    [InlineData("Math.^Round(1.5)")]
    [InlineData("Math.Round^(1.5)")]
    [InlineData("Math.Round(^1.5)")]
    [InlineData("Math.Round(1.5, ^)")]
    [InlineData("Math.Round(1.5^)")]
    public async Task In_a_name_just_after_it_or_in_its_arguments_the_method_is_told(string code) =>
        Assert.Contains("double Math.Round(double", await Plain(code), StringComparison.Ordinal);

    [Fact]
    public async Task A_name_in_arguments_is_told_itself()
    {
        await RunWell("var number = 1.5;");
        Assert.Contains("double number", await Plain("Math.Round(num^ber)"), StringComparison.Ordinal);
        var inner = await Plain("Math.Round(number, Math.Floor(^))");
        Assert.Contains("double Math.Floor(double", inner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_and_types_of_earlier_cells_are_told()
    {
        await RunWell("/// <summary>A piece of music.</summary>\nrecord Song(string Title);");
        await RunWell("var songs = new List<Song>();");
        Assert.Contains("List<Song> songs", await Plain("son^gs"), StringComparison.Ordinal);
        Assert.Contains("A piece of music.", await Plain("So^ng"), StringComparison.Ordinal);
        Assert.Contains("Song.Song(string Title)", await Plain("new Song(^)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_platforms_documentation_is_found_where_the_SDK_has_it()
    {
        var text = await Plain("\"a\".Subst^ring(1)");
        Assert.SkipUnless(text.Contains("Returns", StringComparison.Ordinal), "no SDK beside the runtime");
        Assert.Contains("Retrieves a substring from this instance", text, StringComparison.Ordinal);
        Assert.Contains("startIndex: The zero-based starting character position", text, StringComparison.Ordinal);
        Assert.Contains("ArgumentOutOfRangeException: startIndex is less than zero", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_librarys_documentation_stands_beside_it()
    {
        Compile("lib/Songs.dll", "public class Songs { public int Count(string genre) => 1; }");
        Write("lib/Songs.xml",
            """
            <?xml version="1.0"?>
            <doc><assembly><name>Songs</name></assembly><members>
              <member name="M:Songs.Count(System.String)">
                <summary>Counts the songs of a genre; see <see cref="T:System.Int32"/>.</summary>
                <param name="genre">The genre &lt; all.</param>
                <returns>How many, never <see langword="null"/>.</returns>
                <exception cref="T:System.ArgumentException">No such genre.</exception>
              </member>
            </members></doc>
            """);
        await RunWell("#r \"lib/Songs.dll\"");
        var inspection = await Inspect("new Songs().Cou^nt(\"rock\")");
        Assert.NotNull(inspection);
        Assert.StartsWith("int Songs.Count(string genre)", inspection.PlainText, StringComparison.Ordinal);
        Assert.Contains("Counts the songs of a genre; see int.", inspection.PlainText, StringComparison.Ordinal);
        Assert.Contains("genre: The genre < all.", inspection.PlainText, StringComparison.Ordinal);
        Assert.Contains("How many, never null.", inspection.PlainText, StringComparison.Ordinal);
        Assert.Contains("ArgumentException: No such genre.", inspection.PlainText, StringComparison.Ordinal);
        Assert.Contains("<code>genre</code> The genre &lt; all.", inspection.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_functions_for_showing_things_are_documented() =>
        Assert.Contains("Shows a value", await Plain("disp^lay(1)"), StringComparison.Ordinal);

    [Theory]
    [InlineData("^")]
    [InlineData("1 + ^2")]
    [InlineData("// Math.Rou^nd(1)")]
    [InlineData("var s = \"Math.Rou^nd(1)\";")]
    [InlineData("nothing.Re^al(1)")]
    [InlineData("#!html\n<p>Mat^h")]
    public async Task There_is_nothing_to_tell_elsewhere(string code) => Assert.Null(await Inspect(code));

    [Fact]
    public async Task Markup_is_escaped()
    {
        await RunWell("var songs = new List<string>();");
        var inspection = await Inspect("song^s");
        Assert.NotNull(inspection);
        Assert.Contains("List&lt;string&gt; songs", inspection.Html, StringComparison.Ordinal);
    }
}
