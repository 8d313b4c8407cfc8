using System.Text.Json;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>A request's fields; null counts as missing.</summary>
/// <param name="Type">The request's type.</param>
/// <param name="Content">Its content.</param>
/// <exception cref="RefusedRequestException">By all methods: a field is missing or of another type.</exception>
internal readonly record struct RequestContent(string Type, JsonElement Content)
{
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "must be a text");

    public string? OptionalText(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) throw Wrong(name, "must be a text");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "holds half of a surrogate pair");
        }
    }

    public bool Flag(string name, bool otherwise) => Find(name)?.ValueKind switch
    {
        null => otherwise,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "must be true or false"),
    };

    public int? WholeNumber(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        _ => throw Wrong(name, "must be a whole number"),
    };

    /// <summary>A field that maps names to texts.</summary>
    public IEnumerable<(string Name, string Text)> Texts(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(name, "must be an object");
        var texts = new List<(string, string)>();
        try
        {
            foreach (var property in value.EnumerateObject())
                texts.Add((property.Name, property.Value.GetString() ?? throw Wrong(name, "must map names to texts")));
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "must map names to texts");
        }

        return texts;
    }

    private JsonElement? Find(string name) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private RefusedRequestException Wrong(string name, string demand) => new($"{Type}: '{name}' {demand}");
}
