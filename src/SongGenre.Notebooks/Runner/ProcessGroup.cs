using System.Runtime.InteropServices;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// A notebook's process and the programs that its cells started, which stay together when their parents end. Windows
/// has no such thing: there a process is ended together with what it started.
/// </summary>
internal static class ProcessGroup
{
    private const int KillSignal = 9, TerminateSignal = 15;

    /// <summary>
    /// Makes this process the first of a group, away from the terminal: Ctrl+C reaches the runner alone. Whoever is the
    /// first of one already stays it.
    /// </summary>
    public static void Lead()
    {
        if (!OperatingSystem.IsWindows()) _ = NewSession();
    }

    /// <summary>Asks all others in the group that this process leads to end.</summary>
    public static void EndOthers()
    {
        if (OperatingSystem.IsWindows()) return;
        using var self = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        _ = Signal(-Environment.ProcessId, TerminateSignal);
    }

    /// <summary>Ends what is left of the group that a process leads, or led before it ended.</summary>
    public static void Kill(int leader)
    {
        if (!OperatingSystem.IsWindows()) _ = Signal(-leader, KillSignal);
    }

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int NewSession();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);
}
