using System.Net.Sockets;
using System.Reflection;
using NetMQ;
using NetMQ.Monitoring;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// Two switches that .NET hides in the process's sockets on Unix.
/// <para>
/// What comes is taken by the thread that waits for it. .NET would hand it to the thread pool, behind all that a cell
/// has queued there: a thousand tasks that wait, or sixty that don't end, would keep an interruption from arriving.
/// </para>
/// <para>
/// A connection that is closed while it waits for more, as every connection does, ends after what was sent. .NET would
/// reset it, and a client that reads slowly would lose the last outputs.
/// </para>
/// </summary>
/// <remarks>
/// .NET has the first switch for the whole process only, where a cell's own code after an <c>await</c> would run on that
/// thread too, and the second as a part of ending what is sent, for which it is too early; so the sockets' own are set.
/// Where a later .NET lacks one, its sockets behave as above.
/// </remarks>
internal static class SocketSwitches
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly PropertyInfo? TakenByTheWaiting =
        typeof(Socket).GetProperty("PreferInlineCompletions", Hidden);

    private static readonly MethodInfo? ClosedWithoutReset =
        typeof(SafeSocketHandle).GetMethod("TrackShutdown", Hidden, [typeof(SocketShutdown)]);

    /// <summary>Watches a socket, before it is bound, for connections.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="poller">Its thread hears of them.</param>
    public static NetMQMonitor Watch(NetMQSocket socket, NetMQPoller poller)
    {
        var monitor = new NetMQMonitor(
            socket, $"inproc://{Guid.NewGuid()}", SocketEvents.Listening | SocketEvents.Accepted);
        monitor.Listening += (_, e) => Set(e.Socket);
        monitor.Accepted += (_, e) => Set(e.Socket);
        monitor.AttachToPoller(poller);
        return monitor;
    }

    private static void Set(AsyncIO.AsyncSocket? socket)
    {
        if (socket?.GetType().GetField("m_socket", Hidden)?.GetValue(socket) is not Socket used) return;
        TakenByTheWaiting?.SetValue(used, true);
        ClosedWithoutReset?.Invoke(used.SafeHandle, [SocketShutdown.Send]);
    }
}
