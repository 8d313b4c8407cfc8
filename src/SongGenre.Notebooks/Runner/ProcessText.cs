using System.Text;

namespace SongGenre.Notebooks.Runner;

/// <summary>A standard stream of a notebook's process, cell by cell: what native code and programs that a cell starts write.</summary>
internal sealed class ProcessText(StreamReader reader, string endMark)
{
    private readonly StringBuilder text = new();

    /// <summary>Reads up to the mark at the cell's end, or to the end of the stream.</summary>
    public async Task<string> ReadCellAsync()
    {
        var buffer = new char[4096];
        int searched = 0;
        while (true)
        {
            int found = text.ToString(searched, text.Length - searched).IndexOf(endMark, StringComparison.Ordinal);
            if (found >= 0) return Take(searched + found, endMark.Length);
            searched = Math.Max(0, text.Length - endMark.Length);
            int count = await reader.ReadAsync(buffer);
            if (count == 0) return Take(text.Length, 0);
            text.Append(buffer, 0, count);
        }
    }

    private string Take(int length, int mark)
    {
        string taken = text.ToString(0, length);
        text.Remove(0, length + mark);
        return taken;
    }
}
