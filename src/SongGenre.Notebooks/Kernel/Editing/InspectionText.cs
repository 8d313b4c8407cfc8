using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.QuickInfo;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Lays out what is known about a name: the signature, then what its documentation says.</summary>
internal static partial class InspectionText
{
    public static Inspection Of(QuickInfoItem info, ISymbol? symbol)
    {
        var signature = Section(info, QuickInfoSectionKinds.Description);
        var documentation = Read(symbol);
        var summary = Section(info, QuickInfoSectionKinds.DocumentationComments);
        var parameters = Named(documentation, "typeparam").Concat(Named(documentation, "param")).ToList();
        var returns = documentation?.Element("returns") is { } element ? Text(element) : "";
        var exceptions = documentation?.Elements("exception").Select(exception =>
            (Name: ShortName(exception.Attribute("cref")?.Value), Text: Text(exception))).ToList() ?? [];
        var types = Section(info, QuickInfoSectionKinds.AnonymousTypes);

        var plain = new StringBuilder(signature);
        var html = new StringBuilder($"<pre>{WebUtility.HtmlEncode(signature)}</pre>");
        Paragraph(types);
        Paragraph(summary);
        List("Parameters", parameters);
        if (returns.Length > 0) List("Returns", [("", returns)]);
        List("Throws", exceptions);
        return new Inspection(plain.ToString(), html.ToString());

        void Paragraph(string text)
        {
            if (text.Length == 0) return;
            plain.Append("\n\n").Append(text);
            var encoded = WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
            html.Append("<p>").Append(encoded).Append("</p>");
        }

        void List(string title, List<(string Name, string Text)> rows)
        {
            if (rows.Count == 0) return;
            plain.Append("\n\n").Append(title).Append(':');
            html.Append("<p><b>").Append(title).Append("</b></p><ul>");
            foreach (var (name, text) in rows)
            {
                plain.Append("\n  ").Append(name).Append(name.Length > 0 && text.Length > 0 ? ": " : "").Append(text);
                html.Append("<li>");
                if (name.Length > 0) html.Append("<code>").Append(WebUtility.HtmlEncode(name)).Append("</code> ");
                html.Append(WebUtility.HtmlEncode(text)).Append("</li>");
            }

            html.Append("</ul>");
        }
    }

    private static string Section(QuickInfoItem info, string kind) =>
        string.Join('\n', info.Sections.Where(section => section.Kind == kind).Select(section => section.Text.Trim()))
            .Replace("\r\n", "\n", StringComparison.Ordinal);

    private static XElement? Read(ISymbol? symbol)
    {
        if (symbol?.GetDocumentationCommentXml(expandIncludes: true) is not { Length: > 0 } xml) return null;
        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // The compiler puts a comment in place of documentation that isn't XML.
            return null;
        }
    }

    private static IEnumerable<(string Name, string Text)> Named(XElement? documentation, string element) =>
        documentation?.Elements(element).Select(entry => (entry.Attribute("name")?.Value ?? "", Text(entry)))
            .Where(entry => entry.Item2.Length > 0) ?? [];

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.DescendantNodes())
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference)
                text.Append(reference.Attribute("langword")?.Value ?? reference.Attribute("name")?.Value
                    ?? ShortName(reference.Attribute("cref")?.Value));
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    // M:System.Math.Abs(System.Int32) is shown as Math.Abs, T:System.Collections.Generic.List`1 as List.
    private static string ShortName(string? id)
    {
        if (string.IsNullOrEmpty(id)) return "";
        var name = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        var parts = Arity().Replace(name, "").Split('.');
        return id[0] is 'T' or 'N' || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
