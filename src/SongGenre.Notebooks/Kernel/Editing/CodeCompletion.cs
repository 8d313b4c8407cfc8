using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>Completes C#, as Roslyn does in editors.</summary>
internal static class CodeCompletion
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        [WellKnownTags.Method] = "method",
        [WellKnownTags.ExtensionMethod] = "method",
        [WellKnownTags.Property] = "property",
        [WellKnownTags.Field] = "field",
        [WellKnownTags.Constant] = "constant",
        [WellKnownTags.EnumMember] = "constant",
        [WellKnownTags.Event] = "event",
        [WellKnownTags.Class] = "class",
        [WellKnownTags.Structure] = "struct",
        [WellKnownTags.Interface] = "interface",
        [WellKnownTags.Enum] = "enum",
        [WellKnownTags.Delegate] = "delegate",
        [WellKnownTags.TypeParameter] = "class",
        [WellKnownTags.Namespace] = "namespace",
        [WellKnownTags.Module] = "module",
        [WellKnownTags.Local] = "local",
        [WellKnownTags.RangeVariable] = "local",
        [WellKnownTags.Parameter] = "parameter",
        [WellKnownTags.Keyword] = "keyword",
        [WellKnownTags.Label] = "label",
        [WellKnownTags.Operator] = "operator",
    };

    public static async Task<CompletionList> At(
        SessionDocuments session, ScriptState state, string code, int position, CancellationToken cancel)
    {
        var nothing = new CompletionList(position, position, []);
        if (!CSharpText.IsAt(code, position)) return nothing;
        var document = await session.Next(state, CSharpText.Of(code), cancel);
        if (CompletionService.GetService(document) is not { } service) return nothing;
        var found = await service.GetCompletionsAsync(document, position, cancellationToken: cancel);
        if (found.ItemsList.Count == 0) return nothing;

        var typed = code[Math.Min(found.Span.Start, position)..position];
        // Front ends put a lone entry in at once, so that one that merely contains the letters would surprise.
        var fitting = found.ItemsList
            .Where(item => IsOffered(item) && item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(Insertion).ToList();
        var entries = fitting.ConvertAll(Entry);
        if (entries.Count > 0)
            entries[0] = entries[0] with { Documentation = await Documentation(service, document, fitting[0], cancel) };
        return new CompletionList(found.Span.Start, Math.Max(found.Span.End, position), entries);
    }

    // Snippets and rewritings need an editor that applies them; names of namespaces that aren't imported don't compile.
    private static bool IsOffered(CompletionItem item) =>
        !item.Tags.Contains(WellKnownTags.Snippet) && !item.IsComplexTextEdit && item.InlineDescription.Length == 0;

    private static CompletionEntry Entry(CompletionItem item) =>
        new(Insertion(item), item.DisplayTextPrefix + item.DisplayText + item.DisplayTextSuffix, Kind(item), null);

    private static string Insertion(CompletionItem item) =>
        item.Properties.GetValueOrDefault("InsertionText") ?? item.DisplayText;

    private static string Kind(CompletionItem item)
    {
        foreach (var tag in item.Tags)
            if (Kinds.TryGetValue(tag, out var kind)) return kind;
        return "text";
    }

    private static async Task<string?> Documentation(
        CompletionService service, Document document, CompletionItem item, CancellationToken cancel) =>
        await service.GetDescriptionAsync(document, item, cancel) is { Text: { Length: > 0 } text } ? text : null;
}
