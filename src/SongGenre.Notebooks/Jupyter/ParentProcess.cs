using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>The client's process, as <c>JPY_PARENT_PID</c> names it: a kernel without a client ends.</summary>
internal static class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls back once the process has ended; never where none is named.</summary>
    public static void WhenEnded(Action act)
    {
        var named = Environment.GetEnvironmentVariable("JPY_PARENT_PID");
        if (!long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= 1)
            return;
        new Thread(() =>
        {
            if (OperatingSystem.IsWindows() ? WaitForHandle((nint)number) : WaitForProcess(number)) act();
        })
        { IsBackground = true, Name = "parent" }.Start();
    }

    // There the variable holds an inherited handle.
    private static bool WaitForHandle(nint handle)
    {
        try
        {
            using var process = new EventWaitHandle(false, EventResetMode.ManualReset);
            process.SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: false);
            return process.WaitOne();
        }
        catch (SystemException)
        {
            // Not a handle of ours: there is nobody to wait for.
            return false;
        }
    }

    private static bool WaitForProcess(long id)
    {
        // A launcher between the two may end before the client does. To the client's own child the client may seem to
        // be there after its end, until somebody has waited for it; and from another container it can't be seen.
        var parent = ParentId();
        var isParentWatched = parent == id || !Exists(id);
        while (isParentWatched ? ParentId() == parent : Exists(id)) Thread.Sleep(Interval);
        return true;
    }

    private static bool Exists(long id)
    {
        try
        {
            using var process = Process.GetProcessById((int)id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int ParentId();
}
