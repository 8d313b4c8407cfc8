using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Features;

/// <summary>A part of a JSON document that may be damaged; every error names the document and the part.</summary>
internal readonly struct JsonPart
{
    private const string Advice = "; the file is damaged, train the model again.";

    private readonly JsonElement _element;
    private readonly string _where;
    private readonly string _path;

    private JsonPart(JsonElement element, string where, string path)
    {
        _element = element;
        _where = where;
        _path = path;
    }

    /// <summary>The whole document.</summary>
    public static JsonPart Root(JsonElement json, string where) => new(json, where, "");

    /// <summary>The whole document.</summary>
    public static JsonPart Root(JsonNode? json, string where)
    {
        try
        {
            return Root(JsonSerializer.SerializeToElement(json), where);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            throw new SongGenreException($"{where}: the features aren't valid JSON; train the model again.", e);
        }
    }

    /// <summary>A member of an object.</summary>
    public JsonPart this[string name]
    {
        get
        {
            if (_element.ValueKind != JsonValueKind.Object) throw Damaged("it must be an object");
            var path = _path.Length == 0 ? name : $"{_path}.{name}";
            try
            {
                return _element.TryGetProperty(name, out var member)
                    ? new(member, _where, path)
                    : throw new SongGenreException($"{_where}: {path} is missing{Advice}");
            }
            catch (InvalidOperationException)
            {
                throw Damaged("a name in it is no text");
            }
        }
    }

    /// <summary>The items of an array.</summary>
    public JsonPart[] Items()
    {
        if (_element.ValueKind != JsonValueKind.Array) throw Damaged("it must be a list");
        var items = new JsonPart[_element.GetArrayLength()];
        var i = 0;
        foreach (var item in _element.EnumerateArray()) items[i] = new(item, _where, $"{_path}[{i++}]");
        return items;
    }

    /// <summary>A finite number.</summary>
    public double Number() =>
        _element.ValueKind == JsonValueKind.Number && _element.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw Damaged("it must be a finite number");

    /// <summary>So many finite numbers.</summary>
    public double[] Numbers(int count)
    {
        var items = Items();
        if (items.Length != count) throw Damaged(FormattableString.Invariant($"it must hold {count} numbers"));
        return Array.ConvertAll(items, item => item.Number());
    }

    /// <summary>So many bytes, written as base64.</summary>
    public byte[] Bytes(long count)
    {
        var text = Text();
        var bytes = new byte[((long)text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length != count)
            throw Damaged(FormattableString.Invariant($"it must be base64 of {count} bytes"));
        return bytes[..length];
    }

    /// <summary>A member that may be missing.</summary>
    public bool Has(string name) =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out _);

    /// <summary>A finite number, or null.</summary>
    public double? NumberOrNull() => _element.ValueKind == JsonValueKind.Null ? null : Number();

    /// <summary>A 32-bit integer.</summary>
    public int Integer() => _element.ValueKind == JsonValueKind.Number && _element.TryGetInt32(out var value)
        ? value
        : throw Damaged("it must be an integer");

    /// <summary>A text.</summary>
    public string Text()
    {
        try
        {
            return _element.ValueKind == JsonValueKind.String ? _element.GetString()! : throw Damaged("it must be a text");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: parsing lets both pass.
            throw Damaged("it must be a text");
        }
    }

    /// <summary>True or false.</summary>
    public bool Flag() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Damaged("it must be true or false"),
    };

    /// <summary>Runs what checks values by itself, and adds to its errors where they are.</summary>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SongGenreException e) when (!e.Message.StartsWith(_where, StringComparison.Ordinal))
        {
            throw new SongGenreException($"{_where}: {(_path.Length == 0 ? "" : _path + ".")}{e.Message}", e);
        }
    }

    /// <summary>The error for this part.</summary>
    public SongGenreException Damaged(string because) =>
        new($"{_where}: {(_path.Length == 0 ? "the document" : _path)} can't be used: {because}{Advice}");
}
