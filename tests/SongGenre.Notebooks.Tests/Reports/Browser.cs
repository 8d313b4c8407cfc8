using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Tests.Reports;

/// <summary>
/// Headless Chromium, spoken to by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). Whatever
/// a page complains about or asks of anything but the disk is collected in <see cref="Complaints"/>.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private string session = "";
    private int lastId;

    private Browser(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>Console errors and warnings, exceptions, failed and foreign requests, in their order.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts Chromium; skips the test when there is none, or fails it when tools are required.</summary>
    public static async Task<Browser> StartAsync()
    {
        string program = RequiredTool.Find(Names);
        string profile = Directory.CreateTempSubdirectory("chromium").FullName;
        var process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--window-size=1280,900", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var browser = new Browser(process, profile);
        try
        {
            await browser.AttachAsync(new Uri("ws://127.0.0.1:" + await browser.PortAsync()));
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file in a window of this size and waits until it is loaded and nothing is left to draw.</summary>
    public async Task OpenAsync(string file, int width = 1280, int height = 900, string scheme = "light")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
        });
        await VisitAsync(new Uri(Path.GetFullPath(file)));
    }

    /// <summary>Goes to an address and waits until the page is loaded.</summary>
    public async Task VisitAsync(Uri address)
    {
        await SendAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri });
        await EvaluateAsync("new Promise(done => document.readyState === 'complete' ? done(1) : addEventListener('load', () => done(1)))");
    }

    /// <summary>Presses a key, named as in https://www.w3.org/TR/uievents-key/, and lets it go.</summary>
    public async Task PressAsync(string key, int code, bool shift = false)
    {
        foreach (string type in new[] { "rawKeyDown", "keyUp" })
        {
            await SendAsync("Input.dispatchKeyEvent", new()
            {
                ["type"] = type,
                ["key"] = key,
                ["code"] = key,
                ["windowsVirtualKeyCode"] = code,
                ["modifiers"] = shift ? 8 : 0,
            });
        }
    }

    /// <summary>The value of a JavaScript expression; a promise is awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var result = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        if (result["exceptionDetails"] is { } exception) throw new InvalidOperationException(exception.ToJsonString());
        return result["result"]!["value"];
    }

    /// <summary>A PNG of what the window shows, or of the whole page.</summary>
    public async Task<byte[]> ScreenshotAsync(bool wholePage = false) => Convert.FromBase64String(
        (string)(await SendAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = wholePage }))["data"]!);

    /// <summary>Chooses between the screen's and the paper's style.</summary>
    public Task MediaAsync(string media) => SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = media });

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // One of Chromium's processes still writes there; the folder is a temporary one.
        }
    }

    // Chromium writes the port that it chose and the path of its socket into its profile.
    private async Task<string> PortAsync()
    {
        string file = Path.Combine(profile, "DevToolsActivePort");
        for (int i = 0; i < 600 && !process.HasExited; i++)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken) is [var port, var path, ..]) return port + path;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new InvalidOperationException("Chromium does not listen.");
    }

    private async Task AttachAsync(Uri address)
    {
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        var targets = await SendAsync("Target.getTargets", []);
        var page = targets["targetInfos"]!.AsArray().First(t => (string?)t!["type"] == "page")!;
        session = (string)(await SendAsync("Target.attachToTarget", new() { ["targetId"] = (string?)page["targetId"], ["flatten"] = true }))["sessionId"]!;
        foreach (string domain in new[] { "Runtime", "Log", "Network", "Page" }) await SendAsync(domain + ".enable", []);
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        int id = ++lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session.Length > 0) message["sessionId"] = session;
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var received = await ReceiveAsync();
            if ((int?)received["id"] != id) Note(received);
            else if (received["error"] is { } error) throw new InvalidOperationException($"{method}: {error.ToJsonString()}");
            else return received["result"]!;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }

    private void Note(JsonNode message)
    {
        var p = message["params"];
        string? complaint = (string?)message["method"] switch
        {
            "Runtime.consoleAPICalled" when (string?)p!["type"] is "error" or "warning" => "console: " + p["args"]!.ToJsonString(),
            "Runtime.exceptionThrown" => "exception: " + p!["exceptionDetails"]!.ToJsonString(),
            "Log.entryAdded" when (string?)p!["entry"]!["level"] == "error" => "log: " + p["entry"]!["text"],
            "Network.requestWillBeSent" when !IsLocal((string)p!["request"]!["url"]!) => "request: " + p["request"]!["url"],
            "Network.loadingFailed" => "failed: " + p!.ToJsonString(),
            "Network.webSocketCreated" => "socket: " + p!["url"],
            _ => null,
        };
        if (complaint is not null) Complaints.Add(complaint);
    }

    private static bool IsLocal(string url) => new[] { "file:", "data:", "blob:", "about:" }.Any(scheme => url.StartsWith(scheme, StringComparison.Ordinal));
}
