using System.Net.Sockets;
using System.Reflection;
using NetMQ;
using NetMQ.Monitoring;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// Has what comes for the process's sockets taken by the thread that waits for it. On Unix .NET would hand it to the
/// thread pool, behind all that a cell has queued there: a thousand tasks that wait, or sixty that don't end, would
/// keep an interruption from arriving.
/// </summary>
/// <remarks>
/// .NET has this switch for the whole process only, where a cell's own code after an <c>await</c> would run on that
/// thread too; so the sockets' own is set. Where a later .NET has none, the pool serves them as before.
/// </remarks>
internal static class PoolBypass
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private static readonly PropertyInfo? Switch = typeof(Socket).GetProperty("PreferInlineCompletions", Hidden);

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
        if (socket?.GetType().GetField("m_socket", Hidden)?.GetValue(socket) is Socket used)
            Switch?.SetValue(used, true);
    }
}
