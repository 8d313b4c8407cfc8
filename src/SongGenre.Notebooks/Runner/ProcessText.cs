using System.Text;
using System.Threading.Channels;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// A standard stream of a notebook's process, cell by cell: what native code and programs that a cell starts write. It
/// is read all the time, so that nobody who writes has to wait; what is beyond <see cref="OutputCap.Limit"/> of a cell
/// is dropped.
/// </summary>
internal sealed class ProcessText
{
    private readonly StreamReader reader;
    private readonly string endMark;
    private readonly Channel<Piece> cells = Channel.CreateUnbounded<Piece>();
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private string rest = "";
    private long room = OutputCap.Limit;
    private bool isCut;
    private bool isLost;

    /// <summary>Begins to read.</summary>
    /// <param name="reader">The stream.</param>
    /// <param name="endMark">What the process writes when a cell has ended.</param>
    public ProcessText(StreamReader reader, string endMark)
    {
        (this.reader, this.endMark) = (reader, endMark);
        _ = PumpAsync();
    }

    /// <summary>The text of the next cell, up to the mark at its end or to the end of the stream.</summary>
    /// <param name="patience">
    /// How long the mark may fail to come. A cell may have closed or redirected the stream, or something that it
    /// started holds it open beyond the process's end; after that the stream counts as ended.
    /// </param>
    public async Task<Piece> ReadCellAsync(TimeSpan patience)
    {
        if (isLost) return default;
        using var enough = new CancellationTokenSource(patience);
        try
        {
            return await cells.Reader.ReadAsync(enough.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            isLost = true;
            lock (gate) return TakeAll();
        }
    }

    private async Task PumpAsync()
    {
        var buffer = new char[16 * 1024];
        try
        {
            while (await reader.ReadAsync(buffer) is > 0 and var count)
            {
                lock (gate) Add(new string(buffer, 0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone: this is the stream's end.
        }
        cells.Writer.Complete();
    }

    private void Add(string read)
    {
        rest += read;
        for (int end; (end = rest.IndexOf(endMark, StringComparison.Ordinal)) >= 0;)
        {
            Keep(rest[..end]);
            rest = rest[(end + endMark.Length)..];
            cells.Writer.TryWrite(Take());
        }
        // The beginning of a mark may be there already.
        int sure = Math.Max(0, rest.Length - endMark.Length);
        Keep(rest[..sure]);
        rest = rest[sure..];
    }

    private void Keep(string piece)
    {
        if (isCut || piece.Length == 0) return;
        string kept = OutputCap.Cut(piece, room);
        room -= Encoding.UTF8.GetByteCount(kept);
        isCut = kept.Length < piece.Length;
        text.Append(kept);
    }

    private Piece TakeAll()
    {
        Keep(rest);
        rest = "";
        return Take();
    }

    private Piece Take()
    {
        var piece = new Piece(text.ToString(), isCut);
        text.Clear();
        (room, isCut) = (OutputCap.Limit, false);
        return piece;
    }

    /// <summary>What was written while a cell ran.</summary>
    /// <param name="Text">The text; null for none.</param>
    /// <param name="IsCut">Whether there was more.</param>
    public readonly record struct Piece(string? Text, bool IsCut);
}
