using System.Net;
using System.Net.Sockets;
using System.Text;
using NetMQ;
using NetMQ.Sockets;
using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class JupyterSocketsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // How a ZeroMQ 3.0 client without encryption begins.
    private static readonly byte[] Greeting =
        [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, .. "NULL"u8, .. new byte[48]];

    [Fact]
    public void Frames_come_from_each_channel_and_go_back_to_the_client_that_sent_them()
    {
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start(
            (channel, frames) =>
                sockets.Send(channel, [.. frames.Take(1), Encoding.UTF8.GetBytes($"{channel}: "), .. frames.Skip(1)]),
            topic => [topic]);
        foreach (var (port, channel) in ((int, string)[])[(connection.ShellPort, "Shell"),
            (connection.ControlPort, "Control"), (connection.StdinPort, "Stdin")])
        {
            using var one = new DealerSocket(connection.Address(port));
            using var other = new DealerSocket(connection.Address(port));
            one.SendFrame("first");
            other.SendFrame("second");
            Assert.Equal([channel + ": ", "first"], Receive(one));
            Assert.Equal([channel + ": ", "second"], Receive(other));
        }
    }

    [Fact]
    public void Client_that_comes_back_under_its_identity_gets_its_replies()
    {
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start(sockets.Send, topic => [topic]);
        using var before = new DealerSocket();
        using var after = new DealerSocket();
        foreach (var client in (DealerSocket[])[before, after])
        {
            client.Options.Identity = "me"u8.ToArray();
            client.Connect(connection.Address(connection.ShellPort));
            client.SendFrame("there?");
            Assert.Equal(["there?"], Receive(client));
        }
    }

    [Fact]
    public async Task What_is_sent_after_the_end_is_dropped()
    {
        var sockets = new JupyterSockets(FreePorts());
        sockets.Start((_, _) => { }, topic => [topic]);
        var senders = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++) sockets.Send(JupyterChannel.IOPub, [[0]]);
        })).ToArray();
        sockets.Dispose();
        await Task.WhenAll(senders).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Heart_beats()
    {
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start((_, _) => { }, topic => [topic]);
        using var client = new RequestSocket(connection.Address(connection.HeartbeatPort));
        client.SendFrame("ping");
        Assert.Equal(["ping"], Receive(client));
    }

    [Fact]
    public void Every_subscriber_is_welcomed_and_misses_nothing_after_that()
    {
        const int Messages = 5000;
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start((_, _) => { }, topic => ["welcome"u8.ToArray()]);
        using var first = new SubscriberSocket(connection.Address(connection.IOPubPort));
        using var second = new SubscriberSocket(connection.Address(connection.IOPubPort));
        foreach (var client in (SubscriberSocket[])[first, second])
        {
            client.Options.ReceiveHighWatermark = 0;
            client.SubscribeToAnyTopic();
            Assert.Equal(["welcome"], Receive(client));
        }

        for (var i = 0; i < Messages; i++) sockets.Send(JupyterChannel.IOPub, [BitConverter.GetBytes(i)]);
        for (var i = 0; i < Messages; i++)
        {
            var message = second.ReceiveFrameBytes();
            if (message.Length == 4) Assert.Equal(i, BitConverter.ToInt32(message));
            else i--;
        }
    }

    [Fact]
    public void What_was_sent_before_the_end_still_arrives()
    {
        const int Messages = 10_000;
        // More than a connection carries to a client that doesn't read yet, less than the system keeps for it.
        byte[] payload = new byte[50];
        var connection = FreePorts();
        using var client = new TcpClient();
        using (var sockets = new JupyterSockets(connection))
        {
            using var sent = new ManualResetEventSlim();
            sockets.Start((channel, frames) =>
            {
                for (var i = 0; i < Messages; i++) sockets.Send(channel, [frames[0], payload]);
                sent.Set();
            }, topic => [topic]);
            client.Connect(IPAddress.Loopback, connection.ShellPort);
            byte[] ready = [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8];
            client.GetStream().Write([.. Greeting, 4, (byte)ready.Length, .. ready, 0, 2, .. "go"u8]);
            Assert.True(sent.Wait(Patience, TestContext.Current.CancellationToken));
        }

        // A client without a thread pool, which this process's other tests may keep busy for longer than the linger.
        client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var stream = client.GetStream();
        stream.ReadExactly(new byte[Greeting.Length]);
        var header = new byte[2];
        stream.ReadExactly(header);
        stream.ReadExactly(new byte[header[1]]);
        for (var i = 0; i < Messages; i++)
        {
            var frame = new byte[2 + payload.Length];
            stream.ReadExactly(frame);
            Assert.Equal([0, (byte)payload.Length], frame[..2]);
        }
    }

    [Fact]
    public void Address_that_is_taken_is_one_line()
    {
        var connection = FreePorts();
        using var first = new JupyterSockets(connection);
        var error = Assert.Throws<NotebookException>(() => new JupyterSockets(connection));
        Assert.StartsWith($"The kernel can't listen on tcp://127.0.0.1:{connection.ShellPort}: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void No_other_address_is_listened_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127/8 as addresses of this machine.");
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start((_, _) => { }, topic => [topic]);
        foreach (var port in (int[])[connection.ShellPort, connection.ControlPort, connection.StdinPort,
            connection.HeartbeatPort, connection.IOPubPort])
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            using var other = new TcpClient();
            Assert.Throws<SocketException>(() => other.Connect(IPAddress.Parse("127.0.0.2"), port));
        }
    }

    [Fact]
    public void Bytes_that_are_no_zeromq_hurt_nobody()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        var connection = FreePorts();
        using var sockets = new JupyterSockets(connection);
        sockets.Start((channel, frames) => sockets.Send(channel, frames), topic => [topic]);
        // After a greeting some of the rubbish is taken for frames.
        for (var i = 0; i < 300; i++)
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, random.Next(2) == 0 ? connection.ShellPort : connection.IOPubPort);
            var rubbish = new byte[random.Next(200)];
            random.NextBytes(rubbish);
            using var stream = client.GetStream();
            if (random.Next(2) == 0) stream.Write(Greeting);
            stream.Write(rubbish);
        }

        using var whole = new DealerSocket(connection.Address(connection.ShellPort));
        whole.SendFrame("still there?");
        Assert.Equal(["still there?"], Receive(whole));
    }

    internal static ConnectionFile FreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return new()
        {
            Key = ProtocolClient.Key,
            ShellPort = ports[0],
            IOPubPort = ports[1],
            StdinPort = ports[2],
            ControlPort = ports[3],
            HeartbeatPort = ports[4],
        };
    }

    private static List<string> Receive(NetMQSocket socket)
    {
        var message = new NetMQMessage();
        Assert.True(socket.TryReceiveMultipartMessage(Patience, ref message));
        return [.. message.Select(frame => frame.ConvertToString())];
    }
}
