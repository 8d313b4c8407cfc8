using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SongGenre.Tracking.Mlflow;

/// <summary>Requests that are each as large as a server takes them.</summary>
internal sealed class ServerBatch
{
    private const int MostMetrics = 1000;
    private const int MostParameters = 100;
    private const int MostTags = 100;
    private const int MostInAll = 1000;
    private const int MostBytes = 1_000_000;

    private readonly byte[] _head;
    private readonly List<(string List, byte[] Item)> _items = [];

    /// <summary>An empty one.</summary>
    /// <param name="runId">The run that it is for.</param>
    public ServerBatch(string runId) =>
        _head = Encoding.UTF8.GetBytes($$"""{"run_id":{{JsonSerializer.Serialize(runId)}}""");

    /// <summary>Adds parameters.</summary>
    public void Parameters(IReadOnlyDictionary<string, string>? values) => Add("params", ServerJson.Pairs(values ?? Nothing));

    /// <summary>Adds tags.</summary>
    public void Tags(IReadOnlyDictionary<string, string>? values) => Add("tags", ServerJson.Pairs(values ?? Nothing));

    /// <summary>Adds metrics.</summary>
    public void Metrics(IEnumerable<Metric> values) => Add("metrics", values.Select(ServerJson.Of));

    /// <summary>The requests' bodies, in the order in which things were added; none for nothing.</summary>
    public IEnumerable<byte[]> Bodies()
    {
        var from = 0;
        while (from < _items.Count)
        {
            var (to, bytes) = (from, _head.Length + 1);
            var counts = new Dictionary<string, int> { ["params"] = 0, ["tags"] = 0, ["metrics"] = 0 };
            while (to < _items.Count && to - from < MostInAll)
            {
                var (list, item) = _items[to];
                // A list that is begun costs its name and its brackets.
                var cost = item.Length + 1 + (counts[list] == 0 ? list.Length + 6 : 0);
                // One item is never too large: the limits of its name and value see to that.
                if (counts[list] == Most(list) || (to > from && bytes + cost > MostBytes)) break;
                bytes += cost;
                counts[list]++;
                to++;
            }

            yield return Body(_items.GetRange(from, to - from));
            from = to;
        }
    }

    private static Dictionary<string, string> Nothing { get; } = [];

    private static int Most(string list) => list switch
    {
        "params" => MostParameters,
        "tags" => MostTags,
        _ => MostMetrics,
    };

    private void Add(string list, IEnumerable<JsonNode?> items) =>
        _items.AddRange(items.Select(item => (list, JsonSerializer.SerializeToUtf8Bytes(item))));

    private byte[] Body(IEnumerable<(string List, byte[] Item)> items)
    {
        using var body = new MemoryStream();
        body.Write(_head);
        foreach (var list in items.GroupBy(item => item.List, item => item.Item))
        {
            body.Write(Encoding.UTF8.GetBytes($",\"{list.Key}\":"));
            var separator = (byte)'[';
            foreach (var item in list)
            {
                body.WriteByte(separator);
                body.Write(item);
                separator = (byte)',';
            }

            body.WriteByte((byte)']');
        }

        body.WriteByte((byte)'}');
        return body.ToArray();
    }
}
