using System.Diagnostics;
using System.Globalization;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// What a process and all that descend from it take of the machine. Descendants are seen on Linux alone, whose /proc
/// tells them; elsewhere the process itself is measured.
/// </summary>
internal static class ProcessTree
{
    // The unit of /proc/PID/stat, which Linux fixes for programs whatever its own clock does.
    private const double TicksPerSecond = 100;

    // Places in /proc/PID/stat, counted behind the program's name.
    private const int Parent = 1, FirstTime = 11, LastTime = 14, Pages = 21;

    /// <summary>Resident memory in bytes and processor time so far; null when the process is gone.</summary>
    public static (long Bytes, TimeSpan Time)? Measure(Process root)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return MeasureTree(root.Id);
            root.Refresh();
            return (root.WorkingSet64, root.TotalProcessorTime);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static (long Bytes, TimeSpan Time)? MeasureTree(int root)
    {
        var all = new Dictionary<int, string[]>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && Fields(id) is { } fields)
            {
                all[id] = fields;
            }
        }
        if (!all.ContainsKey(root)) return null;
        var children = all.ToLookup(process => (int)Number(process.Value[Parent]), process => process.Key);
        var (pages, ticks) = (0L, 0L);
        var open = new Stack<int>([root]);
        while (open.TryPop(out int id))
        {
            pages += Number(all[id][Pages]);
            for (int i = FirstTime; i <= LastTime; i++) ticks += Number(all[id][i]);
            foreach (int child in children[id]) open.Push(child);
        }
        return (pages * Environment.SystemPageSize, TimeSpan.FromSeconds(ticks / TicksPerSecond));
    }

    // Null when the process has ended meanwhile.
    private static string[]? Fields(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            // The name may hold blanks and brackets of its own.
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > Pages ? fields : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
