namespace SongGenre.Benchmarks.Compare;

/// <summary>A peer in one of its modes: a row of a case's table.</summary>
/// <param name="Peer">Who.</param>
/// <param name="Mode"><see cref="Matrix"/>, <see cref="Table"/> or <see cref="OutOfBag"/>.</param>
internal sealed record Lane(Peer Peer, string Mode = Lane.Matrix)
{
    /// <summary>The mode that starts from matrices.</summary>
    public const string Matrix = "matrix";

    /// <summary>The mode that starts from the table's columns and texts.</summary>
    public const string Table = "table";

    /// <summary>The mode that scores the rows outside the bags too.</summary>
    public const string OutOfBag = "out-of-bag";

    /// <summary>What the page calls it.</summary>
    public string Title => Mode switch
    {
        Table => $"{Peer.Title}, from the table",
        OutOfBag => $"{Peer.Title}, with its out-of-bag score",
        _ => Peer.Title,
    };

    /// <summary>The rows of a case's table.</summary>
    public static IReadOnlyList<Lane> Of(ComparisonCase of, IEnumerable<Peer> peers)
    {
        List<Lane> lanes = [];
        foreach (var peer in peers)
        {
            lanes.Add(new(peer));
            if (peer.Name == Peer.SongGenre && of.FromTable) lanes.Add(new(peer, OutOfBag));
        }

        if (of.FromTable) lanes.AddRange(peers.Where(peer => peer.ReadsTables).Select(peer => new Lane(peer, Table)));
        return lanes;
    }
}
