namespace SongGenre.Notebooks.Tests.Kernel;

public class CompletionTests : EditingFixture
{
    [Fact]
    public async Task Code_damaged_beyond_reading_has_nothing_to_tell()
    {
        var damaged = string.Concat(Enumerable.Repeat("x ? [", 30));
        Assert.Empty((await Complete(damaged + "^")).Entries);
        Assert.Null(await Inspect("Math^." + damaged));
        Write("damaged.csx", damaged);
        Assert.NotEmpty((await Complete("#load \"damaged.csx\"\nMath.^")).Entries);
    }

    [Fact]
    public async Task Members_that_begin_with_what_is_typed_replace_it()
    {
        var list = await Complete("var x = Math.Ro^ + 1;");
        Assert.Equal((13, 15), (list.Start, list.End));
        var entry = Assert.Single(list.Entries);
        Assert.Equal(("Round", "method"), (entry.Text, entry.Kind));
    }

    [Fact]
    public async Task Members_are_listed_by_name_after_a_dot()
    {
        var texts = await Texts("\"song\".^");
        Assert.Contains("Length", texts);
        Assert.Contains("ToUpperInvariant", texts);
        Assert.Contains("Select", texts);
        Assert.DoesNotContain("Finalize", texts);
        Assert.Equal(texts.Order(StringComparer.OrdinalIgnoreCase), texts);
    }

    [Theory]
    [InlineData("Console.^", "WriteLine", "method")]
    [InlineData("\"a\".^", "Length", "property")]
    [InlineData("Math.^", "PI", "constant")]
    [InlineData("string.^", "Empty", "field")]
    [InlineData("Console.^", "CancelKeyPress", "event")]
    [InlineData("DayOfWeek.^", "Monday", "constant")]
    [InlineData("^", "Console", "class")]
    [InlineData("^", "DateTime", "struct")]
    [InlineData("^", "IDisposable", "interface")]
    [InlineData("^", "DayOfWeek", "enum")]
    [InlineData("^", "Predicate", "delegate")]
    [InlineData("^", "System", "namespace")]
    [InlineData("^", "foreach", "keyword")]
    [InlineData("void F() { int counter = 1; ^ }", "counter", "local")]
    [InlineData("void F(int argument) { ^ }", "argument", "parameter")]
    public async Task An_entry_says_what_it_is(string code, string text, string kind) =>
        Assert.Equal(kind, await Kind(code, text));

    [Fact]
    public async Task Whatever_earlier_cells_declared_is_known()
    {
        await RunWell("using System.Globalization;\nvar songs = new List<string> { \"a\" };");
        await RunWell("record Song(string Title, int Year);\nint Count(Song song) => song.Year;");
        await RunWell("var song = new Song(\"a\", 1);\nvar named = (Name: \"b\", Number: 2);");
        Assert.Contains("AddRange", await Texts("songs.^"));
        Assert.Contains("Title", await Texts("song.^"));
        Assert.Contains("Number", await Texts("named.^"));
        Assert.Contains("CultureInfo", await Texts("Cult^"));
        Assert.Equal(["Count"], await Texts("Coun^(song)"));
        Assert.Equal("class", await Kind("new So^", "Song"));
    }

    [Fact]
    public async Task The_last_declaration_of_a_name_counts()
    {
        await RunWell("var it = 1;");
        await RunWell("it.ToString()");
        await RunWell("var it = \"text\";");
        Assert.Contains("Length", await Texts("it.^"));
        await RunWell("var it = new DateTime(1, 1, 1);");
        Assert.Contains("Year", await Texts("it.^"));
    }

    [Fact]
    public async Task A_variable_keeps_the_type_of_what_its_name_meant_when_it_was_declared()
    {
        await RunWell("var source = \"text\";");
        await RunWell("var copy = source;");
        await RunWell("var source = 1;\nvar other = source;");
        await RunWell("var (left, right) = (copy, other) // the last line");
        await RunWell("int.TryParse(\"1\", out var parsed)");
        Assert.Contains("Length", await Texts("copy.^"));
        Assert.Contains("Length", await Texts("left.^"));
        Assert.DoesNotContain("Length", await Texts("right.^"));
        Assert.Contains("CompareTo", await Texts("parsed.^"));
        Assert.Equal(["source"], await Texts("sourc^"));
    }

    [Fact]
    public async Task A_long_session_is_known_from_its_first_cell_to_its_last()
    {
        for (var i = 0; i < 90; i++)
        {
            await RunWell($"/* {i} */ var number{i} = {(i == 0 ? "1.5" : $"number{i - 1}")};");
            if (i % 30 == 0) Assert.Contains("CompareTo", await Texts($"number{i}.^"));
        }

        Assert.Equal(90, (await Texts("numbe^")).Count);
        Assert.Contains("(field) double number89", (await Inspect("number8^9"))!.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_fails_to_compile_leaves_nothing_behind()
    {
        await RunBadly("var broken = nothing;");
        Assert.Empty(await Texts("broke^"));
    }

    [Fact]
    public async Task What_the_same_cell_declares_above_is_known()
    {
        Assert.Contains("Title", await Texts("record Song(string Title);\nvar s = new Song(\"a\");\ns.^"));
        Assert.Contains("Length", await Texts("foreach (var word in \"a b\".Split(' '))\n{\n    word.^\n}"));
    }

    [Fact]
    public async Task Libraries_of_earlier_cells_and_of_the_same_cell_are_known()
    {
        Compile("lib/Deep.dll", "namespace Deep; public class Base { public int Depth => 42; }");
        Compile("lib/Near.dll", "public class Near : Deep.Base { }", "lib/Deep.dll");
        Assert.Equal(["Depth"], await Texts("#r \"lib/Near.dll\"\nnew Near().Dep^"));
        await RunWell("#r \"lib/Near.dll\"");
        Assert.Equal(["Depth"], await Texts("new Near().Dep^"));
    }

    [Fact]
    public async Task Scripts_that_earlier_cells_or_the_same_cell_loaded_are_known()
    {
        Write("songs.csx", "int FromFile() => 1;");
        Assert.Equal(["FromFile"], await Texts("#load \"songs.csx\"\nFromFil^"));
        await RunWell("#load \"songs.csx\"");
        Assert.Equal(["FromFile"], await Texts("FromFil^"));
    }

    [Fact]
    public async Task The_functions_for_showing_things_are_known()
    {
        Assert.Contains("display", await Texts("disp^"));
        Assert.Contains("Display", await Texts("\"a\".Disp^"));
    }

    [Fact]
    public async Task The_first_entry_carries_its_signature()
    {
        await RunWell("int Twice(int number) => 2 * number;");
        var entry = Assert.Single((await Complete("Twic^")).Entries);
        Assert.Contains("int Twice(int number)", entry.Documentation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("// Math.^")]
    [InlineData("/* Math.^ */")]
    [InlineData("var s = \"Math.^\";")]
    [InlineData("#!html\n<p>Math.^")]
    [InlineData("#!import ^")]
    [InlineData("nothing.^")]
    public async Task Nothing_is_offered_in_text_comments_and_other_languages(string code) =>
        Assert.Empty(await Texts(code));

    [Fact]
    public async Task Code_below_a_magic_keeps_its_place()
    {
        var list = await Complete("#!time\nMath.Roun^");
        Assert.Equal((12, 16), (list.Start, list.End));
        Assert.Equal("Round", Assert.Single(list.Entries).Text);
        Assert.Equal(["Round"], await Texts("#!html\n<b>\n#!csharp\nMath.Roun^"));
    }

    [Fact]
    public async Task Magics_are_completed_where_a_line_begins()
    {
        var list = await Complete("var x = 1;\n#!wh^");
        Assert.Equal((11, 15), (list.Start, list.End));
        Assert.Equal(["#!who", "#!whos"], list.Entries.Select(entry => entry.Text));
        Assert.Contains("#!mermaid", await Texts("#!^"));
    }

    [Fact]
    public async Task Paths_are_completed_folder_by_folder()
    {
        Compile("lib/Songs.dll", "public class Songs { }");
        Write("lib/notes.txt", "");
        Write("lists/more.csx", "");
        Assert.Equal(["lib/", "lists/"], await Texts("#r \"li^\""));
        Assert.Equal(["Songs.dll"], await Texts("#r \"lib/^\""));
        Assert.Equal(["more.csx"], await Texts("#!import \"lists/^"));
        Assert.Equal(["more.csx"], await Texts("#load \"lists/m^\""));
        var list = await Complete("#r \"lib/So^");
        Assert.Equal((8, 10), (list.Start, list.End));
        Assert.Empty(await Texts("#r \"nuget: Sys^\""));
        Assert.Empty(await Texts("#r \"nowhere/^\""));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(100)]
    public async Task A_place_out_of_range_is_the_nearest_end(int position)
    {
        var list = await Kernel.CompleteAsync("Math", position, TestContext.Current.CancellationToken);
        Assert.InRange(list.Start, 0, 4);
        Assert.InRange(list.End, list.Start, 4);
    }

    [Fact]
    public async Task A_cancelled_request_ends()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Kernel.CompleteAsync("Math.", 5, cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Kernel.InspectAsync("Math.", 5, cancel.Token));
    }

    [Fact]
    public async Task Requests_at_the_same_time_and_beside_a_running_cell_are_answered()
    {
        await RunWell("var songs = new List<string>();");
        const string waiting = "while (!System.IO.File.Exists(\"go\")) Thread.Sleep(1);\nvar late = 1;\n\"done\"";
        var cell = RunWell("using System.Threading;\n" + waiting.Replace("go", Path.Combine(Folder, "go").Replace('\\', '/'), StringComparison.Ordinal));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Texts("songs.AddR^")));
        Assert.All(all, texts => Assert.Equal(["AddRange"], texts));
        Assert.Empty(await Texts("lat^"));
        Assert.False(cell.IsCompleted);
        Write("go", "");
        Assert.Equal("done", Plain(await cell));
        Assert.Equal(["late"], await Texts("lat^"));
    }

    [Fact]
    public async Task Broken_code_is_never_an_error()
    {
        const string code =
            "#!who\nvar x = $\"{Math.Max(1, (\"\"\"a\n}} [class } \uD83C #r \"\n#if y\nusing (@for<>?.=> '";
        for (var position = 0; position <= code.Length; position += 3)
        {
            var list = await Kernel.CompleteAsync(code, position, TestContext.Current.CancellationToken);
            Assert.InRange(list.Start, 0, position);
            Assert.InRange(list.End, position, code.Length);
            await Kernel.InspectAsync(code, position, TestContext.Current.CancellationToken);
            Kernel.CheckCompleteness(code[..position]);
            await Kernel.CompleteAsync(code[..position], position, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("var page = \"\"\"\n#!html\n\"\"\";\npage.^", "Length")]
    [InlineData("/*\n#!html\n*/\n\"song\".^", "Length")]
    [InlineData("#!html\n<p>\n#!csharp\n\"song\".^", "Length")]
    [InlineData("#!value --name x\n#!nothing\n#!c#\n\"song\".^\n#!html\n<p>", "Length")]
    public async Task Lines_of_texts_and_comments_are_no_magics(string marked, string text) =>
        Assert.Contains(text, await Texts(marked));

    [Theory]
    [InlineData("#!html\n<p>Math.^")]
    [InlineData("#!html\n^\n#!csharp\n1")]
    [InlineData("1\n#!markdown\n\"\"\"\nMath.^")]
    public async Task Other_languages_offer_nothing(string marked) => Assert.Empty(await Texts(marked));
}
