using System.Globalization;
using System.Text;
using SongGenre.Notebooks.Reports;
using SongGenre.Tracking.Review;

namespace SongGenre.Cli;

/// <summary>From which data runs made which models, drawn so that it shows where no script runs.</summary>
internal static class LineageDrawing
{
    private const int ColumnWidth = 280;
    private const int RowHeight = 64;
    private const int BoxWidth = 220;
    private const int BoxHeight = 44;
    private const int LongestText = 28;
    private const int LongestDetail = 20;

    /// <summary>The drawing as HTML; empty where no run says what it read or made.</summary>
    public static string Of(IReadOnlyList<RunDetails> runs)
    {
        var nodes = new Dictionary<string, Node>();
        List<(string From, string To)> edges = [];
        foreach (var details in runs)
        {
            var run = details.Run;
            Add(run.Info.Id, run.Info.Name, Beginning(run.Info.Id, 8), "run");
            foreach (var input in run.Inputs)
            {
                var data = $"{input.Dataset.Name}\n{input.Dataset.Digest}";
                Add(data, input.Dataset.Name, input.Dataset.Digest, "data");
                edges.Add((data, run.Info.Id));
            }

            foreach (var model in details.Used)
            {
                Add(model.Id, model.Name, Beginning(model.Id, 10), "model");
                edges.Add((model.Id, run.Info.Id));
            }

            foreach (var model in details.Made)
            {
                Add(model.Id, model.Name, Beginning(model.Id, 10), "model");
                edges.Add((run.Info.Id, model.Id));
            }
        }

        if (edges.Count == 0) return "";
        Place(nodes, [.. edges.Distinct()]);
        return StandalonePage.Paragraph("What something was made from stands to its left.")
            + StandalonePage.Wide(Draw(nodes, [.. edges.Distinct()]));

        void Add(string key, string name, string detail, string kind) =>
            nodes.TryAdd(key, new(Plain.Cell(name, LongestText), Plain.Cell(detail, LongestDetail), kind));
    }

    // Other programs may give shorter ids.
    private static string Beginning(string id, int length) => id[..Math.Min(length, id.Length)];

    // What comes of something stands to its right.
    private static void Place(Dictionary<string, Node> nodes, (string From, string To)[] edges)
    {
        for (var round = 0; round < nodes.Count; round++)
        {
            foreach (var (from, to) in edges) nodes[to].Column = Math.Max(nodes[to].Column, nodes[from].Column + 1);
        }

        // A circle, which no record should hold, would push its nodes on and on.
        var columns = nodes.Values.Select(node => node.Column).Distinct().Order().ToList();
        foreach (var node in nodes.Values) node.Column = columns.IndexOf(node.Column);
        foreach (var column in nodes.Values.GroupBy(node => node.Column))
        {
            foreach (var (row, node) in column.Index()) node.Row = row;
        }
    }

    private static string Draw(Dictionary<string, Node> nodes, (string From, string To)[] edges)
    {
        var width = (nodes.Values.Max(node => node.Column) * ColumnWidth) + BoxWidth + 2;
        var height = (nodes.Values.Max(node => node.Row) * RowHeight) + BoxHeight + 2;
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"<svg role=\"img\" aria-label=\"Lineage of the runs\" width=\"{width}\" height=\"{height}\" "
            + $"viewBox=\"0 0 {width} {height}\" style=\"max-width:none;font:13px system-ui,sans-serif\">\n"));
        foreach (var (from, to) in edges)
        {
            var (x, y) = (nodes[from].X + BoxWidth, nodes[from].Y + (BoxHeight / 2));
            var (toX, toY) = (nodes[to].X, nodes[to].Y + (BoxHeight / 2));
            var bend = Math.Max(40, Math.Abs(toX - x) / 2);
            svg.Append(CultureInfo.InvariantCulture,
                $"""
                <path d="M{x} {y}C{x + bend} {y} {toX - bend} {toY} {toX} {toY}" fill="none" stroke="var(--quiet)"/>

                """);
        }

        foreach (var node in nodes.Values)
        {
            var (stroke, radius) = node.Kind switch
            {
                "run" => ("var(--link)", BoxHeight / 2),
                "model" => ("var(--green)", 4),
                _ => ("var(--yellow)", 4),
            };
            svg.Append(CultureInfo.InvariantCulture,
                $"""
                <g text-anchor="middle">
                <rect x="{node.X}" y="{node.Y}" width="{BoxWidth}" height="{BoxHeight}" rx="{radius}"
                  fill="var(--wash)" stroke="{stroke}"/>
                <text x="{node.X + (BoxWidth / 2)}" y="{node.Y + 18}" fill="var(--ink)">{Html.Escape(node.Name)}</text>
                <text x="{node.X + (BoxWidth / 2)}" y="{node.Y + 35}" fill="var(--quiet)"
                  font-size="11">{node.Kind} {Html.Escape(node.Detail)}</text></g>

                """);
        }

        return svg.Append("</svg>").ToString();
    }

    private sealed class Node(string name, string detail, string kind)
    {
        public string Name { get; } = name;

        public string Detail { get; } = detail;

        public string Kind { get; } = kind;

        public int Column { get; set; }

        public int Row { get; set; }

        public int X => 1 + (Column * ColumnWidth);

        public int Y => 1 + (Row * RowHeight);
    }
}
