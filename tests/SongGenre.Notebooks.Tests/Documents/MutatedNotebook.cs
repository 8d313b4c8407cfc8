using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Tests.Documents;

/// <summary>Notebook files damaged by chance, the same ones for the same number.</summary>
internal sealed class MutatedNotebook
{
    private static readonly string[] Tokens =
    [
        "null", "true", "0", "-1", "1e999", "1.5", "99999999999999999999", "\"\"", "\"x\"", "[]", "{}", "[[]]", "{\"a\":1}", "\"\\ud800\"",
        "\"\\u0000\"", "[\"a\",1]", "[null]", "\"<script>\"", "\"]]>\"", "\"parameters\"", "\"#!import x\"", ",", ":", "}", "]", "\"",
    ];

    private static readonly string[] Keys =
    [
        "id", "cells", "metadata", "source", "outputs", "cell_type", "nbformat", "nbformat_minor", "execution_count", "data", "text", "name",
        "tags", "output_type", "attachments", "image/png", "image/svg+xml", "application/json", "text/html", "kernelspec", "language",
        "polyglot_notebook", "kernelInfo", "items", "traceback", "keep_output", "",
    ];

    /// <summary>The five notebooks of the repository that these tests were built in.</summary>
    public static string RepositoryNotebooks { get; } = FindNotebooks();

    private static readonly Lazy<string[]> Seeds = new(() =>
        [.. Small(), .. Directory.EnumerateFiles(RepositoryNotebooks, "*.ipynb").Order(StringComparer.Ordinal).Select(Trimmed)]);

    private readonly Random random;

    private MutatedNotebook(int number) => random = new Random(number);

    /// <summary>The bytes of one damaged file.</summary>
    public static byte[] Bytes(int number) => new MutatedNotebook(number).Make(Seeds.Value[number % Seeds.Value.Length]);

    private byte[] Make(string seed)
    {
        var root = JsonNode.Parse(seed)!;
        for (var i = random.Next(3); i >= 0; i--) MutateNode(root);
        var text = random.Next(4) == 0 ? MutateText(root.ToJsonString()) : root.ToJsonString();
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(5) == 0) MutateBytes(ref bytes);
        return bytes;
    }

    private void MutateNode(JsonNode root)
    {
        var all = Below(root).ToList();
        var node = all[random.Next(all.Count)];
        var parsable = Tokens[random.Next(Tokens.Length - 5)];
        switch (node)
        {
            case JsonObject members when random.Next(2) == 0:
                members[Keys[random.Next(Keys.Length)]] = Any(parsable, all);
                break;
            case JsonObject { Count: > 0 } members:
                members.RemoveAt(random.Next(members.Count));
                break;
            case JsonArray list when random.Next(3) > 0:
                // Twice the same: equal ids, repeated outputs.
                list.Insert(random.Next(list.Count + 1), list.Count > 0 ? list[random.Next(list.Count)]?.DeepClone() : Any(parsable, all));
                break;
            case JsonArray { Count: > 0 } list:
                list.RemoveAt(random.Next(list.Count));
                break;
            default:
                if (node.Parent is not null) node.ReplaceWith(Any(parsable, all));
                break;
        }
    }

    private JsonNode? Any(string token, List<JsonNode> others) => random.Next(6) switch
    {
        0 => others[random.Next(others.Count)].DeepClone(),
        1 => Deep(random.Next(1, 300)),
        _ when token == "\"\\ud800\"" => "\ud800",
        _ => JsonNode.Parse(token),
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode node = 1;
        for (var i = 0; i < Math.Min(levels, 55); i++) node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        return node;
    }

    private string MutateText(string text)
    {
        var place = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text[..place],
            1 => text.Insert(place, Tokens[random.Next(Tokens.Length)]),
            2 => text.Insert(place, new string(random.Next(2) == 0 ? '[' : '{', random.Next(1, 100_000))),
            _ => text.Remove(place, Math.Min(random.Next(1, 20), text.Length - place)),
        };
    }

    private void MutateBytes(ref byte[] bytes)
    {
        if (bytes.Length == 0) return;
        for (var i = random.Next(1, 8); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        if (random.Next(4) == 0) bytes = bytes[random.Next(bytes.Length)..];
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>().SelectMany(Below)) yield return child;
    }

    // The first cells, with their first outputs cut: a notebook with figures is a quarter of a megabyte.
    private static string Trimmed(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        var cells = root["cells"]!.AsArray();
        while (cells.Count > 8) cells.RemoveAt(cells.Count - 1);
        foreach (var node in Below(root).ToList())
        {
            if (node is JsonArray { Count: > 40 } list) while (list.Count > 40) list.RemoveAt(list.Count - 1);
            if (node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 400) node.ReplaceWith(text[..400]);
        }

        return root.ToJsonString();
    }

    private static IEnumerable<string> Small() =>
    [
        """{"cells":[{"cell_type":"code","id":"p","metadata":{"tags":["parameters"]},"source":"int a = 1; // A\nstring b = \"x\";\n","outputs":[],"execution_count":null},{"cell_type":"code","id":"q","metadata":{},"source":["Console.Write(a);\n","a + 1"],"outputs":[{"output_type":"stream","name":"stdout","text":["1"]},{"output_type":"execute_result","data":{"text/plain":["2"]},"metadata":{},"execution_count":2}],"execution_count":2}],"metadata":{},"nbformat":4,"nbformat_minor":5}""",
        """{"cells":[{"cell_type":"markdown","metadata":{},"source":"# T\n\n![p](attachment:p.png)","attachments":{"p.png":{"image/png":"iVBORw0KGgo="}}},{"cell_type":"raw","metadata":{"format":"text/html"},"source":"<b>"},{"cell_type":"code","metadata":{"tags":["keep_output"]},"source":"1/0","outputs":[{"output_type":"error","ename":"E","evalue":"v","traceback":["\u001b[31mred"]},{"output_type":"display_data","data":{"image/svg+xml":"<svg/>","text/html":"<i>1</i>","application/vnd.plotly.v1+json":{"data":[]}},"metadata":{"image/png":{"width":1}}}],"execution_count":1}],"metadata":{"kernelspec":{"name":".net-csharp","language":"C#"}},"nbformat":4,"nbformat_minor":2}""",
    ];

    private static string FindNotebooks()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "notebooks", "experiment.yaml"))) return Path.Combine(folder, "notebooks");
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no repository");
    }
}
