using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    private (ScriptState After, ErrorOutput? Error) RunMagic(
        MagicLine magic, CellPart part, string language, ScriptState before, CellRun run)
    {
        if (magic.AsksForHelp)
        {
            Show(run, Faces.Raw(Help(magic.Magic), "text/plain"));
            return (before, null);
        }

        switch (magic.Magic.Name)
        {
            case "import":
                return Import(magic.Argument, before, run);
            case "share":
                return Share(magic, language, before, run);
            case "set":
                return Set(magic, language, before, run);
            case "value":
                Keep(magic, part, run);
                break;
            case "time":
                run.TimedFrom.Value = Stopwatch.GetTimestamp();
                break;
            case "who":
                ShowVariables(run, ["Variable"], Variables(language, before).Select(variable => (string[])[variable.Name]));
                break;
            case "whos":
                ShowVariables(run, ["Variable", "Type", "Value"], Variables(language, before).Select(
                    variable => (string[])[variable.Name, CellErrors.WithoutSubmissions(Plain(variable.Type)), Plain(variable.Value)]));
                break;
            case "lsmagic":
                Show(run, Faces.Raw(string.Join('\n', Magic.All.Select(Help)), "text/plain"));
                break;
            case "about":
                var host = typeof(CSharpKernel).Assembly.GetName().Name;
                Show(run, Faces.Raw($"{host}: C# 14 scripts on .NET {Environment.Version.ToString(2)}", "text/plain"));
                break;
        }

        return (before, null);
    }

    private static string Plain(object? value) => value.ToDisplayString(PlainTextFormatter.MimeType);

    private static string Help(Magic magic) =>
        $"#!{magic.Name}{(magic.Usage.Length > 0 ? " " : "")}{magic.Usage}\n    {magic.Summary}"
        + (magic.Aliases.Length > 0 ? $" Also: {string.Join(", ", magic.Aliases.Select(alias => "#!" + alias))}." : "");

    private static void ShowDiagram(CellRun run, string text, MagicLine? magic)
    {
        var sizes = new JsonObject();
        foreach (var (option, value) in magic?.Options ?? new Dictionary<string, MagicLine.Word>())
            sizes[option["--display-".Length..]] = value.Text;
        var data = new JsonObject { ["text/vnd.mermaid"] = text, ["text/plain"] = text };
        Show(run, (data, sizes.Count == 0 ? [] : new JsonObject { ["text/vnd.mermaid"] = sizes }));
    }

    private static void ShowVariables(CellRun run, string[] columns, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        string Row(string tag, IEnumerable<string> cells) =>
            $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{WebUtility.HtmlEncode(cell)}</{tag}>"))}</tr>";
        var html = new StringBuilder("<table><thead>").Append(Row("th", columns)).Append("</thead><tbody>");
        foreach (var row in all) html.Append(Row("td", row));
        var data = new JsonObject
        {
            ["text/html"] = html.Append("</tbody></table>").ToString(),
            ["text/plain"] = string.Join('\n', all.Select(row => string.Join('\t', row))),
        };
        Show(run, (data, []));
    }
}
