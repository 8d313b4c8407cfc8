using System.Runtime.CompilerServices;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace SongGenre.Charts;

/// <summary>
/// Tells a notebook's formatter how charts, tables and data frames look: one output each, with all of its faces.
/// </summary>
/// <remarks>
/// Registration by a module initializer, which runs before anything of this library does, serves all three. The convention of
/// <c>TypeFormatterSourceAttribute</c> can't: a data frame's type isn't ours to put an attribute on.
/// </remarks>
internal static class DisplayFormatters
{
    internal const string Plotly = "application/vnd.plotly.v1+json";

#pragma warning disable CA2255 // A notebook has no other moment: it references the library and displays.
    [ModuleInitializer]
    internal static void Register()
#pragma warning restore CA2255
    {
        Formatter.Register<Chart>(chart => chart.ToPlotlyJson(), Plotly);
        Formatter.Register<Chart>(chart => Convert.ToBase64String(chart.ToPng()), "image/png");
        Formatter.Register<Chart>(chart => chart.Finding, PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Chart), Plotly, "image/png", PlainTextFormatter.MimeType);

        Formatter.Register<Table>(table => table.ToHtml(), HtmlFormatter.MimeType);
        Formatter.Register<Table>(table => table.ToString(), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Table), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);

        Formatter.Register<DataFrame>(frame => Table.From(frame).ToHtml(), HtmlFormatter.MimeType);
        Formatter.Register<DataFrame>(frame => Table.From(frame).ToString(), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(DataFrame), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }
}
