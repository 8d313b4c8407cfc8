using Newtonsoft.Json.Linq;
using ScottPlot;
using Plotly = XPlot.Plotly;

namespace SongGenre.Charts;

/// <summary>One kind of chart: what stands inside the frame, said to both drawing libraries.</summary>
internal abstract class Marks
{
    /// <summary>Whether the two faces carry a legend.</summary>
    internal virtual bool HasLegend => false;

    /// <summary>Whether they stand on an x and a y axis.</summary>
    internal virtual bool HasAxes => true;

    /// <summary>The interactive face's traces.</summary>
    internal abstract IEnumerable<JObject> Traces();

    /// <summary>Adapts the interactive face's axes to the marks.</summary>
    internal abstract void Arrange(Plotly.Layout.Layout layout);

    /// <summary>Adds the marks to the static face and adapts its axes.</summary>
    internal abstract void Draw(Plot plot);
}
