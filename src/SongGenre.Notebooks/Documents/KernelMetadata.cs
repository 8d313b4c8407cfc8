using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>A C# notebook's metadata: what names its kernel and its language to other tools.</summary>
internal static class KernelMetadata
{
    /// <summary>Writes them, the same for every C# notebook.</summary>
    public static void Write(JsonObject metadata)
    {
        metadata["kernelspec"] = new JsonObject
        {
            ["display_name"] = ".NET (C#)",
            ["language"] = "csharp",
            ["name"] = ".net-csharp",
        };
        metadata["language_info"] = new JsonObject
        {
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["name"] = "csharp",
            ["pygments_lexer"] = "csharp",
            ["version"] = "14.0",
        };
        NameKernel(Part(Part(metadata, "polyglot_notebook"), "kernelInfo"));
    }

    // The other kernels that a notebook declares belong to its cells in other languages, which are left alone too.
    private static void NameKernel(JsonObject kernels)
    {
        kernels["defaultKernelName"] = "csharp";
        var others = (kernels["items"] as JsonArray ?? []).Where(item => !IsNamedCSharp(item)).Select(item => item?.DeepClone());
        kernels["items"] = new JsonArray(
            [new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }, .. others]);
    }

    private static bool IsNamedCSharp(JsonNode? item) =>
        (item as JsonObject)?["name"] is JsonValue value && value.TryGetValue(out string? name) && name == "csharp";

    private static JsonObject Part(JsonObject metadata, string key)
    {
        if (metadata[key] is JsonObject part) return part;
        metadata[key] = part = [];
        return part;
    }
}
