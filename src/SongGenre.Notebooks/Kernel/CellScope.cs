using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

#pragma warning disable IDE1006, CA1707, CA1708 // .NET Interactive has both display and Display, and notebooks written for it call them.
/// <summary>What every cell has in scope without a using, under the names that .NET Interactive gives them.</summary>
public static class CellScope
{
    /// <summary>Shows a value: a string as text, other objects as their formatters prefer.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The mime types to show it in; none means those that its type prefers.</param>
    /// <returns>What <see cref="DisplayedValue.Update"/> replaces; not shown itself where it is a cell's result.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Publish(Faces.Of(value, mimeTypes));

    /// <summary>Shows a value: a string as text, other objects as their formatters prefer.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The mime types to show it in; none means those that its type prefers.</param>
    /// <returns>What <see cref="DisplayedValue.Update"/> replaces; not shown itself where it is a cell's result.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Publish(Faces.Of(value, mimeTypes));

    /// <summary>Shows a text that is content of a mime type already, such as markup or JSON.</summary>
    /// <param name="value">The content; JSON for <c>application/json</c> and <c>application/*+json</c>.</param>
    /// <param name="mimeType">Its mime type.</param>
    /// <returns>What <see cref="DisplayedValue.Update"/> replaces; not shown itself where it is a cell's result.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => Publish(Faces.Raw(value, mimeType));

    /// <summary>Markup that is shown as it is when displayed.</summary>
    /// <param name="content">The HTML.</param>
    public static IHtmlContent HTML(string content) => content.ToHtmlContent();

    /// <summary>Runs a script where the notebook is shown.</summary>
    /// <param name="scriptContent">The JavaScript, without script tags.</param>
    public static void Javascript(string scriptContent) =>
        Publish(Faces.Raw($"<script type=\"text/javascript\">{scriptContent}</script>", HtmlFormatter.MimeType));

    /// <summary>Styles the page that shows the notebook.</summary>
    /// <param name="content">The style sheet, without style tags.</param>
    public static void CSS(string content) =>
        Publish(Faces.Raw($"<style type=\"text/css\">{content}</style>", HtmlFormatter.MimeType));

    /// <summary>Takes away what the cell has put out so far.</summary>
    /// <param name="wait">Only once the next output comes, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => CellOutputs.Current?.Publish(new ClearOutput(wait));

    /// <summary>Asks whoever sits before the notebook for a line of text.</summary>
    /// <param name="prompt">What to show before the answer.</param>
    /// <returns>The line, without its end.</returns>
    /// <exception cref="NotSupportedException">The notebook runs without anybody to ask.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks whoever sits before the notebook for a line of text that isn't shown.</summary>
    /// <param name="prompt">What to show before the answer.</param>
    /// <returns>The line, without its end.</returns>
    /// <exception cref="NotSupportedException">The notebook runs without anybody to ask.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "") => Ask(prompt, isPassword: true);

    private static Task<string> Ask(string prompt, bool isPassword) =>
        (CellOutputs.Current?.Input ?? new CellInput(ask: null)).AskAsync(new InputRequest(prompt, isPassword));

    private static DisplayedValue Publish((JsonObject Data, JsonObject Metadata) faces)
    {
        if (CellOutputs.Current is not { } cell) return new DisplayedValue("");
        var id = cell.Displays.NewId();
        cell.Publish(new DisplayOutput(faces.Data, faces.Metadata) { DisplayId = id });
        return new DisplayedValue(id);
    }
}
