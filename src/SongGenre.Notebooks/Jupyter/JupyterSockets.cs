using NetMQ;
using NetMQ.Monitoring;
using NetMQ.Sockets;

namespace SongGenre.Notebooks.Jupyter;

/// <summary>
/// The five sockets. They belong to one thread, which does nothing but move frames, so that neither a cell nor a slow
/// client ever keeps a message from being taken.
/// </summary>
internal sealed class JupyterSockets : IDisposable
{
    private const int SentAtOnce = 64;

    /// <summary>How long what was sent before the end has to arrive.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly RouterSocket shell = new();
    private readonly RouterSocket control = new();
    private readonly RouterSocket stdin = new();
    private readonly RouterSocket heartbeat = new();
    private readonly XPublisherSocket iopub = new();
    private readonly NetMQQueue<Outgoing> outgoing = new();
    private readonly NetMQPoller poller;
    private readonly List<NetMQMonitor> monitors = [];
    private readonly Thread thread;
    private readonly Lock gate = new();
    private bool stopped;

    /// <summary>Binds the sockets; nothing is received before <see cref="Start"/>.</summary>
    /// <param name="connection">Where.</param>
    /// <exception cref="NotebookException">An address can't be bound.</exception>
    public JupyterSockets(ConnectionFile connection)
    {
        poller = [shell, control, stdin, heartbeat, iopub, outgoing];
        thread = new Thread(poller.Run) { IsBackground = true, Name = "sockets" };
        // Each client that subscribes is told so, whether or not another one has before.
        iopub.Options.XPubVerbose = true;
        // A client that comes back after a crash has the identity of the connection that it left behind.
        foreach (var router in (RouterSocket[])[shell, control, stdin, heartbeat]) router.Options.RouterHandover = true;
        try
        {
            Bind(shell, connection, connection.ShellPort);
            Bind(control, connection, connection.ControlPort);
            Bind(stdin, connection, connection.StdinPort);
            Bind(heartbeat, connection, connection.HeartbeatPort);
            Bind(iopub, connection, connection.IOPubPort);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Begins to receive.</summary>
    /// <param name="receive">Takes the frames of each message; must not block.</param>
    /// <param name="welcome">Makes the message for a client that has subscribed to a topic.</param>
    public void Start(
        Action<JupyterChannel, IReadOnlyList<byte[]>> receive, Func<byte[], IReadOnlyList<byte[]>> welcome)
    {
        shell.ReceiveReady += (_, _) => Receive(shell, frames => receive(JupyterChannel.Shell, frames));
        control.ReceiveReady += (_, _) => Receive(control, frames => receive(JupyterChannel.Control, frames));
        stdin.ReceiveReady += (_, _) => Receive(stdin, frames => receive(JupyterChannel.Stdin, frames));
        heartbeat.ReceiveReady += (_, _) => Receive(heartbeat, frames => Send(heartbeat, frames));
        iopub.ReceiveReady += (_, _) => Receive(iopub, frames =>
        {
            if (frames is [[1, .. var topic]]) Send(iopub, welcome(topic));
        });
        outgoing.ReceiveReady += (_, _) => SendSome();
        thread.Start();
    }

    /// <summary>Sends a message, from any thread; what comes after <see cref="Stop"/> is dropped.</summary>
    public void Send(JupyterChannel channel, IReadOnlyList<byte[]> frames)
    {
        lock (gate)
        {
            if (!stopped) outgoing.Enqueue(new Outgoing(Of(channel), frames));
        }
    }

    /// <summary>Sends what there is to send and ends.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (stopped) return;
            stopped = true;
            if (!thread.IsAlive) return;
            outgoing.Enqueue(new Outgoing(null, []));
        }

        thread.Join();
    }

    /// <summary>Closes the sockets; <see cref="NetMQConfig.Cleanup"/> waits for what is on its way.</summary>
    public void Dispose()
    {
        Stop();
        foreach (var monitor in monitors) monitor.Dispose();
        poller.Dispose();
        foreach (IDisposable socket in (IDisposable[])[shell, control, stdin, heartbeat, iopub, outgoing])
            socket.Dispose();
    }

    private void Bind(NetMQSocket socket, ConnectionFile connection, int port)
    {
        if (!OperatingSystem.IsWindows()) monitors.Add(SocketSwitches.Watch(socket, poller));
        socket.Options.Linger = Linger;
        // A client that reads slowly misses nothing.
        socket.Options.SendHighWatermark = 0;
        socket.Options.ReceiveHighWatermark = 0;
        socket.Options.MaxMsgSize = WireFormat.LargestMessage;
        socket.Options.IPv4Only = !connection.Ip.Contains(':');
        var address = connection.Address(port);
        try
        {
            socket.Bind(address);
        }
        catch (Exception e) when (e is NetMQException or System.Net.Sockets.SocketException or ArgumentException)
        {
            var reason = e.Message.ReplaceLineEndings(" ");
            throw new NotebookException(
                $"The kernel can't listen on {address}: {reason}; start it again with another port", e);
        }
    }

    private static void Receive(NetMQSocket socket, Action<IReadOnlyList<byte[]>> take)
    {
        var message = new NetMQMessage();
        if (socket.TryReceiveMultipartMessage(ref message)) take([.. message.Select(frame => frame.ToByteArray())]);
    }

    private static void Send(NetMQSocket socket, IReadOnlyList<byte[]> frames) =>
        socket.TrySendMultipartBytes(TimeSpan.Zero, frames);

    private void SendSome()
    {
        for (var i = 0; i < SentAtOnce && outgoing.TryDequeue(out var message, TimeSpan.Zero); i++)
        {
            if (message.Socket is null)
            {
                poller.Stop();
                return;
            }

            Send(message.Socket, message.Frames);
        }
    }

    private NetMQSocket Of(JupyterChannel channel) => channel switch
    {
        JupyterChannel.Shell => shell,
        JupyterChannel.Control => control,
        JupyterChannel.Stdin => stdin,
        _ => iopub,
    };

    private readonly record struct Outgoing(NetMQSocket? Socket, IReadOnlyList<byte[]> Frames);
}
