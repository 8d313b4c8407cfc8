using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Tests.Kernel;

public class CSharp14Tests : KernelFixture
{
    [Theory]
    [InlineData("await", "await Task.Delay(1); await Task.FromResult(3)", "3")]
    [InlineData("await foreach", "async IAsyncEnumerable<int> Count() { for (var i = 1; i < 4; i++) { await Task.Yield(); yield return i; } }\nvar sum = 0;\nawait foreach (var i in Count()) sum += i;\nsum", "6")]
    [InlineData("await using", "class D : IAsyncDisposable { public static string Log = \"\"; public ValueTask DisposeAsync() { Log += \"gone\"; return default; } }\nawait using (var d = new D()) { D.Log += \"used,\"; }\nD.Log", "used,gone")]
    [InlineData("using statement", "using (var s = new System.IO.StringReader(\"a\")) { Console.Error.Flush(); }\n1", "1")]
    [InlineData("LINQ query", "(from x in new[] { 3, 1, 2 } where x > 1 orderby x select x * x).Sum()", "13")]
    [InlineData("records and with", "record P(int X, int Y); var p = new P(1, 2) with { Y = 5 }; var (x, y) = p;\nx + y", "6")]
    [InlineData("record struct", "readonly record struct V(double A); new V(1.5).ToString()", "V { A = 1.5 }")]
    [InlineData("primary constructor", "class C(int n) { public int Twice => 2 * n; }\nnew C(4).Twice", "8")]
    [InlineData("required init", "class C { public required int N { get; init; } }\nnew C { N = 4 }.N", "4")]
    [InlineData("local functions", "int F(int n) { return G(n); static int G(int m) => m + 1; }\nF(1)", "2")]
    [InlineData("lambdas with defaults", "var f = (int x, int y = 2) => x * y;\nf(4)", "8")]
    [InlineData("lambda modifiers", "delegate bool Try(string text, out int n);\nTry t = (text, out n) => int.TryParse(text, out n);\nt(\"7\", out var seven) ? seven : 0", "7")]
    [InlineData("patterns", "object o = new[] { 1, 2, 3 };\no is int[] { Length: > 2 and < 5 } and [1, .., var last] ? last : 0", "3")]
    [InlineData("switch expression", "string Size(double x) => x switch { < 0 => \"negative\", 0 => \"none\", double.NaN => \"?\", _ => \"some\" };\nSize(2)", "some")]
    [InlineData("collection expressions", "List<int> a = [1, 2]; int[] b = [0, .. a, 3];\nstring.Join(\",\", b)", "0,1,2,3")]
    [InlineData("tuples", "(int Count, string Name) t = (1, \"a\"); var (c, n) = t; (c, n) = (c + 1, n + \"b\");\n$\"{c}{n}\"", "2ab")]
    [InlineData("raw strings", "var n = 3;\n$$\"\"\"{\"n\": {{n}}}\"\"\"", "{\"n\": 3}")]
    [InlineData("raw string with an interpolated quote", "$\"\"\"a \"{1 + 1}\" b\"\"\"", "a \"2\" b")]
    [InlineData("UTF-8 strings", "\"ä\"u8.Length", "2")]
    [InlineData("spans", "int Sum(ReadOnlySpan<int> s) { var t = 0; foreach (var x in s) t += x; return t; }\nint[] all = [1, 2, 3];\nSum(all.AsSpan(1)) + Sum([4])", "9")]
    [InlineData("spans convert by themselves", "int Length(ReadOnlySpan<char> s) => s.Length;\nLength(\"abc\")", "3")]
    [InlineData("stackalloc", "int F() { Span<int> s = stackalloc int[3]; s[2] = 5; return s[^1]; }\nF()", "5")]
    [InlineData("unsafe", "unsafe int F(int x) { int* p = &x; *p += 1; return *p; }\nF(1)", "2")]
    [InlineData("generic math", "using System.Numerics;\nT Sum<T>(IEnumerable<T> xs) where T : INumber<T> { var s = T.Zero; foreach (var x in xs) s += x; return s; }\nSum(new[] { 1.5, 2.5 })", "4")]
    [InlineData("static abstracts", "interface IShape<T> where T : IShape<T> { static abstract string Name { get; } }\nstruct Round : IShape<Round> { public static string Name => \"round\"; }\nstring NameOf<T>() where T : IShape<T> => T.Name;\nNameOf<Round>()", "round")]
    [InlineData("default interface methods", "interface I { string Hi() => \"hi\"; }\nclass C : I { }\n((I)new C()).Hi()", "hi")]
    [InlineData("iterators", "IEnumerable<int> Odd() { for (var i = 1; ; i += 2) yield return i; }\nOdd().ElementAt(2)", "5")]
    [InlineData("return", "var x = 3;\nif (x > 2) return \"early\";\n\"late\"", "early")]
    [InlineData("using static", "using static System.Math;\nMax(1, 2)", "2")]
    [InlineData("using alias", "using Pair = (int A, int B);\nPair p = (1, 2);\np.B", "2")]
    [InlineData("conditional directives", "#define ON\n#if ON\nvar x = 1;\n#else\nvar x = oops;\n#endif\n#region r\nx\n#endregion", "1")]
    [InlineData("nullable", "#nullable enable\nstring? s = null;\ns?.Length ?? -1", "-1")]
    [InlineData("null-conditional assignment", "class C { public int N; }\nC c = new(), d = null;\nc?.N = 4; d?.N = 5;\nc.N", "4")]
    [InlineData("field keyword", "class C { public string Name { get => field ?? \"none\"; set; } }\nnew C().Name", "none")]
    [InlineData("nameof an open generic", "nameof(List<>)", "List")]
    [InlineData("compound operator", "class N { public int V; public void operator +=(int x) => V += x; }\nvar n = new N(); n += 3;\nn.V", "3")]
    [InlineData("partial members", "partial class P { public partial int X { get; } } partial class P { public partial int X => 3; }\nnew P().X", "3")]
    [InlineData("extension method at top level", "static int Twice(this int x) => 2 * x;\n4.Twice()", "8")]
    [InlineData("enum and flags", "[Flags] enum E { A = 1, B = 2 }\n(E.A | E.B).ToString()", "A, B")]
    [InlineData("generics with constraints", "class Box<T>(T value) where T : IComparable<T> { public bool Above(T other) => value.CompareTo(other) > 0; }\nnew Box<int>(3).Above(2)", "True")]
    [InlineData("exceptions", "try { checked { int x = int.MaxValue; x++; } } catch (OverflowException e) when (e.InnerException is null) { Console.Error.Flush(); } finally { Console.Error.Flush(); }\n1", "1")]
    [InlineData("goto and labels", "var i = 0;\nagain: i++;\nif (i < 3) goto again;\ni", "3")]
    [InlineData("lock", "var gate = new System.Threading.Lock(); var n = 0;\nlock (gate) n++;\nn", "1")]
    [InlineData("dynamic", "dynamic d = new System.Dynamic.ExpandoObject(); d.X = 2;\nd.X + 1", "3")]
    [InlineData("expression trees", "System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1;\ne.Compile()(2)", "3")]
    [InlineData("anonymous types", "var a = new { N = 1 };\na.N", "1")]
    [InlineData("ref locals", "var xs = new[] { 1, 2 };\nint F() { ref var x = ref xs[1]; x = 5; return xs[1]; }\nF()", "5")]
    [InlineData("inline arrays", "[System.Runtime.CompilerServices.InlineArray(3)] struct Three { int first; }\nint F() { var t = new Three(); t[1] = 4; return t[1]; }\nF()", "4")]
    [InlineData("events", "class B { public event Action On; public void Fire() => On?.Invoke(); }\nvar n = 0; var b = new B(); b.On += () => n++; b.Fire();\nn", "1")]
    [InlineData("using declaration", "class D : IDisposable { public static int Count; public void Dispose() => Count++; }\nusing var d = new D();\nD.Count", "0")]
    [InlineData("await using declaration", "class D : IAsyncDisposable { public static int Count; public ValueTask DisposeAsync() { Count++; return default; } }\nawait using var d = new D();\nD.Count", "0")]
    [InlineData("extension members", "static class S { extension(string s) { public int Words => s.Split(' ').Length; public static string Both(string a, string b) => a + b; } }\n\"a b\".Words + string.Both(\"a\", \"b\").Length", "4")]
    [InlineData("extension methods in a class", "static class S { public static int Twice(this int x) => 2 * x; }\n4.Twice()", "8")]
    public async Task A_script_may_have(string feature, string code, string result)
    {
        Assert.NotEmpty(feature);
        Assert.Equal(result, Plain([(await RunWell(code))[^1]]));
    }

    [Fact]
    public async Task A_using_declaration_disposes_at_the_end_of_its_cell_in_reverse_order_even_if_the_cell_fails()
    {
        await RunWell("class D(string name) : IDisposable { public void Dispose() => Console.Write(name); }\n"
            + "class E(string name) : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); Console.Write(name); } }");
        Assert.Equal(
            [new StreamOutput("stdout", "in cab")],
            await RunWell("using var b = new D(\"b\");\nusing D a = new(\"a\"), none = null;\n  await using var c = new E(\"c\");\nConsole.Write(\"in \");"));
        var outputs = await Run("using var d = new D(\"d\");\nthrow new TimeoutException();");
        Assert.Equal(new StreamOutput("stdout", "d"), outputs[0]);
        Assert.Contains("   at cell 3, line 2", Assert.IsType<ErrorOutput>(outputs[1]).Traceback);
        Assert.Contains("CS0103", (await RunBadly("using System.IO;\nusing var e = new D(\"e\");\noops;")).Value);
        Assert.Contains("using n: Int32 has no Dispose", (await RunBadly("using var n = 1;")).Value);
    }

    [Fact]
    public async Task Extension_members_stay_from_cell_to_cell_and_later_ones_take_the_place_of_earlier_ones()
    {
        const string Cell = "using System.Globalization;\nstatic class Titles\n{\n    extension(string s) { public int Words => WORDS; }\n}\n";
        await RunWell("var before = \"a b\";");
        await RunWell(Cell.Replace("WORDS", "s.Split(' ').Length", StringComparison.Ordinal));
        Assert.Equal("2", Plain(await RunWell("var n = before.Words;\nn")));
        await RunWell(Cell.Replace("WORDS", "-1", StringComparison.Ordinal));
        Assert.Equal("-1 2", Plain(await RunWell("$\"{before.Words} {n}\"")));
        await RunWell("static class Others { extension(int i) { public int Twice => 2 * i; } public static string Shout(this string s) => s.ToUpperInvariant(); }");
        Assert.Equal("4 A B -1", Plain(await RunWell("$\"{2.Twice} {before.Shout()} {before.Words}\"")));
    }

    [Fact]
    public async Task Extension_members_use_libraries_and_the_cells_usings()
    {
        Compile("lib/Songs.dll", "namespace Songs; public class Song { public int Tempo => 174; }");
        await RunWell("#r \"lib/Songs.dll\"\nusing Songs;\nusing Text = System.String;");
        Assert.Equal("fast 348", Plain(await RunWell("internal static class Tempos\n{\n    extension(Song song)\n    {\n        public Text Feel => \"fast\";\n        public static Song Any() => new();\n    }\n"
            + "    public static int Twice(this Song song) => new[] { song.Tempo, song.Tempo }.Sum();\n}\n$\"{Song.Any().Feel} {new Song().Twice()}\"")));
    }

    [Fact]
    public async Task Faults_in_extension_members_have_the_cells_lines_and_columns()
    {
        var error = await RunBadly("var x = 1;\n  static class S\n{\n    extension(string s) { public int Bad => oops; }\n}");
        Assert.StartsWith("cell 1, line 4, column 45: error CS0103: The name 'oops' does not exist in the current context; a static class with", error.Value);
        Assert.Equal("      extension(string s) { public int Bad => oops; }", error.Traceback[1]);
        Assert.Contains(
            "   at S.Fail(Int32 x) in cell 2, line 2",
            (await RunBadly("static class S {\n public static int Fail(this int x) => throw new Exception(); }\n1.Fail();")).Traceback);
        Assert.StartsWith(
            "cell 3, line 1, column 57: warning CS0168",
            ((StreamOutput)(await RunWell("static class W { public static void F(this int x) { int y; } }"))[0]).Text);
    }

    [Fact]
    public async Task An_extension_method_that_is_not_static_and_a_class_that_looks_for_a_cells_type_say_what_to_do()
    {
        Assert.Equal(
            "cell 1, line 1, column 8: error CS1105: Extension method must be static; write static before its type",
            (await RunBadly("string Name(this int i) => i.ToString();")).Value);
        await RunWell("public class Song { }");
        Assert.Contains(
            "'Song' could not be found (are you missing a using directive or an assembly reference?); "
                + "a static class with extension members sees libraries only, not what cells declare",
            (await RunBadly("static class Songs { extension(Song song) { public int Length => 1; } }")).Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_extension_method_without_a_class_may_be_declared_again()
    {
        await RunWell("static int Twice(this int x) => 2 * x;");
        await RunWell("static int Twice(this int x) => x + x + 1;");
        Assert.Equal("9", Plain(await RunWell("4.Twice()")));
    }
}
