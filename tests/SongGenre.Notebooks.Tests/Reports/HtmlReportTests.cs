using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;
using SongGenre.Notebooks.Reports;
using static SongGenre.Notebooks.Tests.Reports.SamplePages;

namespace SongGenre.Notebooks.Tests.Reports;

public class HtmlReportTests
{
    private static void Has(string expected, string html) => Assert.Contains(expected, html, StringComparison.Ordinal);

    private static void HasNot(string unexpected, string html) => Assert.DoesNotContain(unexpected, html, StringComparison.Ordinal);

    [Fact]
    public void The_first_heading_is_the_title()
    {
        string html = HtmlReport.Render(Page("01-eda", Prose("# What is *in* `x < y`?\n\nText")), new ReportOptions { Title = "Songs", Language = "en-GB" });
        Has("<title>What is in x &lt; y? · Songs</title>", html);
        Has("<html lang=\"en-GB\">", html);
        Has("<title>name · Reports</title>", HtmlReport.Render(Page("name", Prose("no heading")), new ReportOptions()));
    }

    [Fact]
    public void The_notice_stands_before_everything_else()
    {
        string html = HtmlReport.Render(Page("p", Prose("# T")), new ReportOptions { Notice = "SYNTHETIC <SAMPLE>" });
        Assert.InRange(html.IndexOf("<div class=\"notice\" role=\"note\">SYNTHETIC &lt;SAMPLE&gt;</div>", StringComparison.Ordinal), 0, html.IndexOf("<h1", StringComparison.Ordinal));
        HasNot("class=\"notice\"", Render(Prose("# T")));
    }

    [Fact]
    public void Second_and_third_headings_make_the_contents_under_names_that_are_unique_on_the_page()
    {
        string html = Render(Prose("# T\n## Data\n### Rows"), Prose("## Data\n#### Deep"));
        Has("<li class=\"level2\"><a href=\"#data\">Data</a></li>\n<li class=\"level3\"><a href=\"#rows\">Rows</a></li>\n<li class=\"level2\"><a href=\"#data-1\">Data</a></li>\n</ol>", html);
        Has("<h2 id=\"data-1\">", html);
    }

    [Fact]
    public void Prose_has_tables_task_lists_and_footnotes_that_do_not_clash_between_cells()
    {
        string html = Render(Prose("|a|b|\n|-|-:|\n|1|2|\n\n- [x] done\n\nx[^1]\n\n[^1]: one"), Prose("y[^1]\n\n[^1]: two"));
        Has("<th>a</th>", html);
        Has("type=\"checkbox\"", html);
        Has("id=\"fn:1-1\"", html);
        Has("href=\"#fn:2-1\"", html);
        HasNot("\"fn:1\"", html);
    }

    [Fact]
    public void Prose_and_code_that_nest_without_end_stand_as_they_are()
    {
        string quotes = new('>', 5_000), brackets = new('[', 20_000);
        Has(string.Concat(Enumerable.Repeat("&gt;", 5_000)), Render(Prose(quotes + " <x")));
        Has("x = " + brackets, Render(Code("x = " + brackets)));
    }

    [Fact]
    public void Prose_runs_no_scripts_and_loads_nothing()
    {
        string html = Render(Prose("<script>alert(1)</script> ![far](https://example.org/a.png) <img src=x onerror=alert(1)>"));
        HasNot("<script>alert", html);
        HasNot("<img", html);
        Has("<a href=\"https://example.org/a.png\">far</a>", html);
    }

    [Fact]
    public void Links_to_notebooks_lead_to_their_pages()
    {
        string html = Render(Prose("[next](02-features.ipynb#terms) [up](../x/03.ipynb) [web](https://example.org/a.ipynb)"));
        Has("href=\"02-features.html#terms\"", html);
        Has("href=\"../x/03.html\"", html);
        Has("href=\"https://example.org/a.ipynb\"", html);
    }

    [Fact]
    public void Attached_pictures_are_shown()
    {
        var cell = new Cell
        {
            Kind = CellKind.Markdown,
            Id = "a",
            Source = "![alt](attachment:a%20b.png)",
            Attachments = new JsonObject { ["a b.png"] = new JsonObject { ["image/png"] = Png } },
        };
        Has($"<img src=\"data:image/png;base64,{Png}\" alt=\"alt\"", Render(cell));
    }

    [Theory]
    [InlineData("var x = 1;", "<span class=\"keyword\">var</span> x = <span class=\"number\">1</span>;")]
    [InlineData("// a < b", "<span class=\"comment\">// a &lt; b</span>")]
    [InlineData("var s = \"\"\"\n  select \"a\"\n  \"\"\";", "<span class=\"string\">&quot;&quot;&quot;\n  select &quot;a&quot;\n  &quot;&quot;&quot;</span>;")]
    [InlineData("x.Where(a => a is not null)", "x.<span class=\"method\">Where</span>(a =&gt; a <span class=\"keyword\">is</span> <span class=\"keyword\">not</span> <span class=\"keyword\">null</span>)")]
    [InlineData("#r \"a.dll\"\nusing System;", "<span class=\"preprocessorKeyword\">#r &quot;a.dll&quot;\n</span><span class=\"keyword\">using</span> System;")]
    [InlineData("this is { not C#", "<span class=\"keyword\">this</span> <span class=\"keyword\">is</span> { <span class=\"keyword\">not</span>")]
    public void CSharp_is_coloured_as_the_compiler_reads_it(string code, string expected) => Has(expected, Render(Code(code)));

    [Fact]
    public void Fenced_code_is_coloured_in_its_own_language_and_unknown_ones_stay_plain()
    {
        Has("<span class=\"keyword\">select</span>", Render(Prose("```sql\nselect 1\n```")));
        Has("<pre class=\"code\"><code>a &lt; b\n", Render(Prose("```unheard\na < b\n\n```")));
    }

    [Theory]
    [InlineData("remove-input", false, true, false)]
    [InlineData("hide-input", true, true, true)]
    [InlineData("remove-output", true, false, false)]
    [InlineData("remove-cell", false, false, false)]
    [InlineData("other", true, true, false)]
    public void Tags_decide_what_of_a_cell_is_seen(string tag, bool source, bool output, bool folded)
    {
        var cell = new Cell
        {
            Kind = CellKind.Code,
            Id = "c",
            Source = "SOURCE",
            Metadata = new JsonObject { ["tags"] = new JsonArray(tag) },
            Outputs = [new StreamOutput("stdout", "OUTPUT")],
        };
        string html = Render(cell);
        Assert.Equal((source, output, folded), (html.Contains("SOURCE", StringComparison.Ordinal),
            html.Contains("OUTPUT", StringComparison.Ordinal), html.Contains("<details class=\"source\">", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hidden_source_is_folded_and_raw_cells_are_left_out()
    {
        Has("<details class=\"source\">", Render(new Cell { Kind = CellKind.Code, Id = "c", Source = "1", Metadata = new JsonObject { ["jupyter"] = new JsonObject { ["source_hidden"] = true } } }));
        HasNot("RAW", Render(new Cell { Kind = CellKind.Raw, Id = "c", Source = "RAW" }));
    }

    [Fact]
    public void Of_an_output_the_richest_face_is_shown()
    {
        Has("<pre class=\"output plain\">a &lt; b</pre>", Render(Code("1", Display("text/plain", "a < b"))));
        Has("<div class=\"output html\">\n<b>x</b>", Render(Code("1", new DisplayOutput(new JsonObject { ["text/plain"] = "x", ["text/html"] = "<b>x</b>" }, []))));
        Has("<em>x</em>", Render(Code("1", Display("text/markdown", "*x*"))));
        Has("<span class=\"jsonKey\">&quot;a&quot;</span>", Render(Code("1", Display("application/json", new JsonObject { ["a"] = 1 }))));
        Has("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\"", Render(Code("1", Display("image/svg+xml", "<svg/>"))));
    }

    [Fact]
    public void A_picture_has_its_size_and_an_alternative_text()
    {
        Has($"<img src=\"data:image/png;base64,{Png}\" alt=\"a  b\" width=\"2\" height=\"1\">".Replace("  ", " ", StringComparison.Ordinal),
            Render(Code("1", new DisplayOutput(new JsonObject { ["image/png"] = Png, ["text/plain"] = "a\n b" }, []))));
        var metadata = new JsonObject { ["image/png"] = new JsonObject { ["alt"] = "bars", ["width"] = 400 } };
        Has("alt=\"bars\" width=\"400\" height=\"200\">", Render(Code("1", new DisplayOutput(new JsonObject { ["image/png"] = Png }, metadata))));
    }

    [Fact]
    public void A_chart_has_its_picture_its_finding_and_its_figure_in_a_script_that_cannot_end_early()
    {
        string html = Render(Code("1", Chart()));
        Has("<figure class=\"output chart\">\n<img", html);
        Has("<figcaption>B is twice A.</figcaption>", html);
        Has("A\\u003C/script\\u003E", html);
        Has("<script data-charts=\"plotly.min.js\">", html);
        HasNot("data-charts=", Render(Code("1", Display("text/plain", "no chart"))));
    }

    [Fact]
    public void Streams_and_errors_show_colours_and_no_control_characters()
    {
        string html = Render(Code("1", new StreamOutput("stdout", "\u001b[1;31mred\u001b[0m plain\n10%\r100%\n\u001b[2K\u001b]0;title\u0007end"),
            new ErrorOutput("System.Exception", "a < b", ["at \u001b[36mcell 1\u001b[0m"])));
        Has("<pre class=\"output stream\"><span class=\"ansi-red ansi-bold\">red</span> plain\n100%\nend</pre>", html);
        Has("<strong>System.Exception</strong> a &lt; b", html);
        Has("at <span class=\"ansi-cyan\">cell 1</span>", html);
    }

    [Fact]
    public void A_failed_run_is_told_under_the_title()
    {
        string html = HtmlReport.Render(Page("p", Prose("# T\n\nText"), Code("1")) with { Failure = "cell 2 failed" }, new ReportOptions());
        Assert.InRange(html.IndexOf("cell 2 failed", StringComparison.Ordinal), html.IndexOf("<h1", StringComparison.Ordinal), html.IndexOf("id=\"cell-code\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Neighbours_and_the_index_are_a_click_away()
    {
        string html = HtmlReport.Render(Page("b", Prose("# B")), new ReportOptions { Title = "All" }, Page("a", Prose("# A")), Page("c d", Prose("# C")));
        Has("<a href=\"index.html\" class=\"home\">All</a>", html);
        Has("<a rel=\"prev\" class=\"prev\" href=\"a.html\"><small>Previous</small>A</a>", html);
        Has("<a rel=\"next\" class=\"next\" href=\"c%20d.html\"><small>Next</small>C</a>", html);
    }
}
