using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using XPlot.Plotly;
using Figure = XPlot.Plotly.Layout.Layout;

namespace SongGenre.Charts;

/// <summary>
/// XPlot.Plotly's figures as plotly.js 3 reads them. XPlot knows plotly.js 1: titles, strings there, have become objects
/// (https://plotly.com/javascript/version-3-changes/), and attributes that came later are added by name.
/// </summary>
internal static class PlotlyFigure
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new()
    {
        Culture = CultureInfo.InvariantCulture,
        Converters = { new ShortNumber() },
    });

    internal static string Serialize(Frame frame, Marks marks)
    {
        var title = Labels.Lines(frame.Title, Math.Max(20, frame.Width / 10));
        var figure = new Figure
        {
            title = Labels.Plotly(frame.Title, Math.Max(20, frame.Width / 10)),
            font = new Font { size = 12, color = Palette.Ink },
            height = frame.Height,
            margin = new Margin { l = 20, r = 24, t = 26 + (22 * title.Count), b = 20 },
            paper_bgcolor = "#FFFFFF",
            plot_bgcolor = "#FFFFFF",
            xaxis = new Xaxis { title = Labels.Plotly(frame.XTitle, 80), gridcolor = Palette.Grid, zeroline = false },
            yaxis = new Yaxis { title = Labels.Plotly(frame.YTitle, 60), gridcolor = Palette.Grid, zeroline = false },
            showlegend = marks.HasLegend,
        };
        if (frame.FixedWidth)
            figure.width = frame.Width;
        marks.Arrange(figure);

        var layout = JObject.FromObject(figure, Serializer);
        layout["title"] = new JObject
        {
            ["text"] = layout["title"],
            ["x"] = 0.0125,
            ["xanchor"] = "left",
            ["y"] = 1,
            ["yanchor"] = "top",
            ["pad"] = new JObject { ["t"] = 6 + (8 * title.Count) },
            ["font"] = new JObject { ["size"] = 16, ["weight"] = 700 },
        };
        if (!marks.HasAxes)
        {
            // plotly draws empty ones otherwise.
            layout.Remove("xaxis");
            layout.Remove("yaxis");
        }

        foreach (var axis in new[] { layout["xaxis"], layout["yaxis"] }.OfType<JToken>())
        {
            axis["title"] = new JObject
            {
                ["text"] = axis["title"],
                ["standoff"] = 10,
                ["font"] = new JObject { ["size"] = 13 },
            };
            axis["automargin"] = true;
        }

        if (marks.HasAxes)
        {
            layout["xaxis"]!["autotickangles"] = new JArray(0, -45, -90);
            layout["yaxis"]!["ticklabelstandoff"] = 4;
        }

        var json = new JObject { ["data"] = new JArray(marks.Traces()), ["layout"] = layout };

        // Not JToken.ToString(Formatting): a script host may have loaded an older Newtonsoft.Json, which lacks it.
        return JsonConvert.SerializeObject(json, Formatting.None);
    }

    /// <summary>A trace with attributes that XPlot doesn't know.</summary>
    internal static JObject Trace(Trace trace, params ReadOnlySpan<(string Name, object Value)> newer)
    {
        var json = JObject.FromObject(trace, Serializer);
        foreach (var (name, value) in newer)
            json[name] = JToken.FromObject(value, Serializer);
        return json;
    }

    /// <summary>JSON knows no NaN, and seventeen digits of a number that is seen with three make a page large.</summary>
    private sealed class ShortNumber : JsonConverter<double>
    {
        public override bool CanRead => false;

        public override double ReadJson(
            JsonReader reader, Type objectType, double existingValue, bool hasExistingValue, JsonSerializer serializer) =>
            throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, double value, JsonSerializer serializer)
        {
            if (!double.IsFinite(value))
                writer.WriteNull();
            else if (Numbers.Rounded(value) is var rounded && Math.Abs(rounded) < 1e15 && Math.Floor(rounded) == rounded)
                writer.WriteValue((long)rounded);
            else
                writer.WriteValue(rounded);
        }
    }
}
