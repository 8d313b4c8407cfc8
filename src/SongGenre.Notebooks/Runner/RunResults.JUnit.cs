using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

public static partial class RunResults
{
    /// <summary>
    /// Writes the report as JUnit XML, which CI servers show: a test suite per notebook, a test case per cell that ran
    /// or was left out by its tag, called <c>cell 3 (id)</c>. A notebook that was not run is one skipped case; one that
    /// failed in no cell, such as one whose process couldn't start, or that was cancelled, has a case with an error;
    /// one that differs from its file has a case with a failure that lists the differences. What XML
    /// can't hold is removed.
    /// </summary>
    /// <param name="path">The file; its folder is created where missing.</param>
    /// <param name="report">What a run gave.</param>
    /// <exception cref="NotebookException">The file can't be written.</exception>
    public static void WriteJUnit(string path, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var suites = report.Notebooks.Select(Suite).ToList();
        var cases = suites.SelectMany(suite => suite.Elements("testcase"));
        var root = new XElement("testsuites", Counts(cases, report.Seconds), suites);
        root.SetAttributeValue("name", "notebooks");
        var xml = root.ToString().ReplaceLineEndings("\n");
        NotebookFile.WriteText(path, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}\n");
    }

    private static XElement Suite(NotebookResult notebook)
    {
        string name = Path.GetFileNameWithoutExtension(notebook.Name);
        var cases = notebook.Cells.Select(cell => Case(name, cell)).ToList();
        if (notebook.Status == RunStatus.NotRun)
            cases.Add(Case(name, "notebook", 0, Skipped("the notebook was not run")));
        if (notebook is { Status: RunStatus.Failed, FailedCell: null })
            cases.Add(Case(name, "notebook", notebook.Seconds, Problem("error", "Failed", notebook.Failure ?? "", [])));
        if (notebook.Status == RunStatus.Cancelled && notebook.Cells.All(cell => cell.Status != RunStatus.Cancelled))
            cases.Add(Case(name, "notebook", 0, Problem("error", "Cancelled", "the run was cancelled", [])));
        if (notebook.Status == RunStatus.Differs)
        {
            cases.Add(Case(name, "outputs", 0, Problem(
                "failure", "Differs", "the outputs on file differ from the new ones",
                notebook.Differences.Select(difference => difference.ToString()))));
        }
        return new XElement(
            "testsuite", new XAttribute("name", Clean(notebook.Name)), Counts(cases, notebook.Seconds), cases);
    }

    private static XElement Case(string notebook, CellResult cell) => Case(
        notebook, string.Create(CultureInfo.InvariantCulture, $"cell {cell.Number} ({cell.Id})"), cell.Seconds,
        cell.Status switch
        {
            RunStatus.NotRun => Skipped("tag skip-execution"),
            RunStatus.Failed => Problem(
                "failure", cell.Error?.Name ?? "", cell.Error?.Value ?? "no error was reported",
                cell.Error?.Traceback ?? []),
            RunStatus.Cancelled => Problem("error", "Cancelled", "the run was cancelled", []),
            _ => null,
        });

    private static XElement Case(string notebook, string name, double seconds, XElement? end) => new(
        "testcase", new XAttribute("classname", Clean(notebook)), new XAttribute("name", Clean(name)), Time(seconds),
        end);

    private static XElement Skipped(string message) => new("skipped", new XAttribute("message", message));

    private static XElement Problem(string kind, string type, string message, IEnumerable<string> text) => new(
        kind, new XAttribute("type", Clean(type)), new XAttribute("message", Clean(message)),
        Clean(string.Join('\n', text.DefaultIfEmpty(message))));

    private static XAttribute[] Counts(IEnumerable<XElement> testCases, double seconds)
    {
        var cases = testCases.ToList();
        XAttribute Count(string name, string kind) => new(name, cases.Count(one => one.Element(kind) is not null));
        return
        [
            new("tests", cases.Count), Count("failures", "failure"), Count("errors", "error"),
            Count("skipped", "skipped"), Time(seconds),
        ];
    }

    private static XAttribute Time(double seconds) =>
        new("time", seconds.ToString("0.000", CultureInfo.InvariantCulture));

    private static string Clean(string text) => string.Concat(text.EnumerateRunes()
        .Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)).Select(rune => rune.ToString()));
}
