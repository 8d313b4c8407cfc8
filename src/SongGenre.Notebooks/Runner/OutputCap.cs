using System.Text;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// Bounds what a cell puts out, where it puts it out: a flood neither fills the pipe nor the runner's memory. The cell
/// goes on; what is beyond the bound is dropped, and a line on its standard error says so. Text, displays and results
/// count as long as the notebook holds them, each output with what it takes besides its text: what a clearing or an
/// update takes away is given back.
/// </summary>
internal sealed class OutputCap
{
    /// <summary>How many bytes a cell may put out: 10 MB.</summary>
    public const int Limit = 10 << 20;

    // What the file says around an output's text; two streams that take turns would be little else.
    private const int Frame = 200;

    // The error of a cell comes after all else and must always get through.
    private const int LongestErrorText = 64 << 10;
    private const int MostErrorLines = 1000;

    private readonly Dictionary<string, long> sizes = new(StringComparer.Ordinal);
    private string? lastStream;
    private long total;
    private bool isFull;

    /// <summary>What the output says when something was dropped.</summary>
    /// <param name="writer">Who wrote it.</param>
    public static StreamOutput Notice(string writer) =>
        new("stderr", $"\n{writer} put out more than {Amount.Bytes(Limit)}; the rest was dropped.\n");

    /// <summary>The longest beginning of a text that takes no more than a number of bytes of UTF-8.</summary>
    public static string Cut(string text, long bytes)
    {
        if (text.Length * 3L <= bytes) return text;
        int length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0) break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length];
    }

    /// <summary>Takes an output and gives what of it is to be passed on, as messages.</summary>
    public IEnumerable<string> Admit(Output output)
    {
        switch (output)
        {
            case StreamOutput stream:
                return AdmitText(stream);
            case ErrorOutput error:
                return [KernelMessage.Of(Shortened(error))];
            case ClearOutput:
                sizes.Clear();
                total = 0;
                lastStream = null;
                isFull = false;
                return [KernelMessage.Of(output)];
            default:
                return AdmitFaces(output, output switch
                {
                    UpdateDisplayOutput update => update.DisplayId,
                    DisplayOutput display => display.DisplayId,
                    _ => null,
                });
        }
    }

    private string[] AdmitText(StreamOutput stream)
    {
        if (isFull) return [];
        total += stream.Name == lastStream ? 0 : Frame;
        lastStream = stream.Name;
        int size = Encoding.UTF8.GetByteCount(stream.Text);
        if (total + size <= Limit)
        {
            total += size;
            return [KernelMessage.Of(stream)];
        }
        string kept = Cut(stream.Text, Math.Max(0, Limit - total));
        return kept.Length == 0 ? Full() : [KernelMessage.Of(stream with { Text = kept }), .. Full()];
    }

    private string[] AdmitFaces(Output output, string? id)
    {
        // An update of what is small already takes no room, and a bar that stops moving misleads.
        bool isUpdate = output is UpdateDisplayOutput;
        if (isFull && !isUpdate) return [];
        string message = KernelMessage.Of(output);
        long before = isUpdate ? sizes.GetValueOrDefault(id!) : 0;
        long size = message.Length + Frame;
        if (total - before + size > Limit) return isFull ? [] : Full();
        total += size - before;
        if (id is not null) sizes[id] = size;
        if (!isUpdate) lastStream = null;
        return [message];
    }

    private string[] Full()
    {
        isFull = true;
        return [KernelMessage.Of(Notice("the cell"))];
    }

    private static ErrorOutput Shortened(ErrorOutput error) => new(
        error.Name, Cut(error.Value, LongestErrorText),
        error.Traceback.Sum(line => (long)line.Length) <= Limit / 2
            ? error.Traceback
            : [.. error.Traceback.Take(MostErrorLines).Select(line => Cut(line, LongestErrorText / 16))]);
}
