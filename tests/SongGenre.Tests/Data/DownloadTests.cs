using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SongGenre.Data;

namespace SongGenre.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] File = Encoding.UTF8.GetBytes(SongFiles.DistinctCsv(50));

    private static readonly HttpLimits Quick = new()
    {
        Total = TimeSpan.FromSeconds(10),
        Silence = TimeSpan.FromSeconds(0.3),
        FirstPause = TimeSpan.FromMilliseconds(10),
    };

    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "data", "raw", "genres_mod.parquet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_proper_answer_is_verified_and_kept_without_a_second_request()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        Assert.Equal(DataOrigin.Download, Fetch(server).Origin);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(DataOrigin.Raw, Fetch(server).Origin);
        Assert.Single(server.Requests);
        AssertNothingElse(Target);
    }

    [Fact]
    public void Progress_is_told_up_to_the_whole_file()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        var progress = new ProgressLog();
        Fetch(server, progress);
        Assert.Equal(new DownloadProgress(File.Length, File.Length), progress.Reports[^1]);
        Assert.Equal(progress.Reports.OrderBy(report => report.Received), progress.Reports);
    }

    [Fact]
    public void A_404_is_final()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("404 Not Found", []));
        Assert.Equal(
            $"{server.Address}: can't be downloaded: the server answers 404 (Not Found).", OneLine.ErrorOf(() => Fetch(server)));
        Assert.Single(server.Requests);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Target)));
    }

    [Fact]
    public void A_500_is_tried_again_and_said_so()
    {
        using var server = new LoopbackServer((number, _) =>
            number == 0 ? LoopbackServer.Answer("500 Broken", []) : LoopbackServer.Answer("200 OK", File));
        var log = new List<string>();
        Fetch(server, log: log.Add);
        Assert.Equal(2, server.Requests.Count);
        Assert.StartsWith($"{server.Address}: the server answers 500 (Broken); trying again in ", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_never_recovers_is_given_up()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("503 Busy", []));
        Assert.Contains("503 (Busy)", OneLine.ErrorOf(() => Fetch(server)), StringComparison.Ordinal);
        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    public void The_rest_of_a_body_that_was_cut_off_is_asked_for()
    {
        using var server = new LoopbackServer((number, _) => number == 0
            ? LoopbackServer.Cut("200 OK", File, 1000, "ETag: \"v1\"")
            : LoopbackServer.Answer("206 Partial Content", File[1000..], "ETag: \"v1\"", $"Content-Range: bytes 1000-{File.Length - 1}/{File.Length}"));
        Fetch(server);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
        Assert.Contains("Range: bytes=1000-\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("If-Range: \"v1\"\r\n", server.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETag: \"v1\"")]
    [InlineData("ETag: W/\"v1\"")]
    [InlineData("X-Nothing: 1")]
    public void Without_support_for_ranges_a_download_starts_over(string header)
    {
        using var server = new LoopbackServer((number, _) => LoopbackServer.Cut(
            "200 OK", File, number == 0 ? 1000 : File.Length, header));
        Fetch(server);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(header == "ETag: \"v1\"", server.Requests[1].Contains("Range", StringComparison.Ordinal));
    }

    [Fact]
    public void A_range_that_was_not_asked_for_is_not_used()
    {
        using var server = new LoopbackServer((number, _) => number switch
        {
            0 => LoopbackServer.Cut("200 OK", File, 1000, "ETag: \"v1\""),
            1 => LoopbackServer.Answer("206 Partial Content", File[900..], "ETag: \"v1\"", $"Content-Range: bytes 900-{File.Length - 1}/{File.Length}"),
            _ => LoopbackServer.Answer("200 OK", File),
        });
        Fetch(server);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_wrong_hash_is_final_and_nothing_is_kept()
    {
        var other = (byte[])File.Clone();
        other[^2]++;
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", other));
        var message = OneLine.ErrorOf(() => Fetch(server));
        Assert.StartsWith($"{server.Address}: serves another file than the published one (SHA-256 ", message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.False(System.IO.File.Exists(Target));
    }

    [Fact]
    public void A_longer_file_is_not_read_to_its_end()
    {
        var head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray();
        using var server = new LoopbackServer((_, _) => [.. head, .. new byte[File.Length + 100_000]]);
        Assert.Contains("sends more than the", OneLine.ErrorOf(() => Fetch(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(26)]
    [InlineData(50_000_000)]
    public void A_file_of_another_size_is_final(int size)
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Cut("200 OK", new byte[size], 26));
        Assert.Contains($"the server offers {size} bytes", OneLine.ErrorOf(() => Fetch(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Songs_that_came_and_cannot_be_kept_are_not_replaced_by_generated_ones()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        System.IO.File.WriteAllText(Path.Combine(_folder.Path, "data"), "a file where the folder should be");
        Assert.Contains("can't be written", OneLine.ErrorOf(() =>
            SongData.Load(null, null, null, Card(server.Address), _folder.Path, Quick)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_is_followed()
    {
        using var server = new LoopbackServer((number, _) => number == 0
            ? LoopbackServer.Answer("302 Found", [], "Location: /elsewhere")
            : LoopbackServer.Answer("200 OK", File));
        Fetch(server);
        Assert.StartsWith("GET /elsewhere ", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_server_that_hangs_is_asked_again()
    {
        using var server = new LoopbackServer((number, _) => number == 0 ? null : LoopbackServer.Answer("200 OK", File));
        Fetch(server);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void A_server_that_always_hangs_is_given_up_in_time()
    {
        using var server = new LoopbackServer((_, _) => null);
        var watch = Stopwatch.StartNew();
        var message = OneLine.ErrorOf(() => Fetch(server, limits: Quick with { Total = TimeSpan.FromSeconds(1) }));
        Assert.Equal($"{server.Address}: can't be downloaded within 1 s: the server is silent for 0.3 s.", message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_pause_that_the_server_asks_for_is_kept()
    {
        using var server = new LoopbackServer((number, _) => number == 0
            ? LoopbackServer.Answer("429 Too Many Requests", [], "Retry-After: 1")
            : LoopbackServer.Answer("200 OK", File));
        var watch = Stopwatch.StartNew();
        Fetch(server);
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(0.95), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_pause_beyond_the_time_limit_is_not_waited_for()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("429 Too Many Requests", [], "Retry-After: 3600"));
        Assert.Contains("429 (Too Many Requests)", OneLine.ErrorOf(() => Fetch(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Being_offline_is_noticed_within_two_seconds()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        foreach (var address in new[] { $"http://127.0.0.1:{port}/", "http://songs.invalid/" })
        {
            var watch = Stopwatch.StartNew();
            var message = OneLine.ErrorOf(() => Fetch(new Uri(address), limits: HttpLimits.Default));
            Assert.StartsWith($"{address}: can't be downloaded: no connection", message, StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}");
        }
    }

    [Fact]
    public void The_proxy_of_the_environment_is_used()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        var usual = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyForOneHost("proxied.invalid", server.Address, usual);
        try
        {
            Fetch(new Uri("http://proxied.invalid/songs"));
        }
        finally
        {
            HttpClient.DefaultProxy = usual;
        }

        Assert.StartsWith("GET http://proxied.invalid/songs ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_in_the_data_folder_is_replaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        System.IO.File.WriteAllText(Target, "PAR1 cut off");
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        var log = new List<string>();
        Fetch(server, log: log.Add);
        Assert.Equal(File, System.IO.File.ReadAllBytes(Target));
        Assert.Equal($"{Target}: the Parquet file is cut off; get it again. Downloading it again.", Assert.Single(log));
    }

    [Fact]
    public void The_fetched_table_is_written_where_it_is_asked_for()
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("200 OK", File));
        SongData.Fetch(_folder["out.csv"], null, null, Card(server.Address), _folder.Path, Quick);
        Assert.Equal(SongFiles.Columns, System.IO.File.ReadLines(_folder["out.csv"]).First().Split(','));
        Assert.Equal(50, SongData.Read(_folder["out.csv"]).Table.Rows.Count);
    }

    private static DataSetCard Card(Uri address) => SongData.Card with
    {
        Address = address,
        Size = File.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(File)),
    };

    private DataSource Fetch(LoopbackServer server, IProgress<DownloadProgress>? progress = null, Action<string>? log = null, HttpLimits? limits = null) =>
        Fetch(server.Address, progress, log, limits);

    private DataSource Fetch(Uri address, IProgress<DownloadProgress>? progress = null, Action<string>? log = null, HttpLimits? limits = null) =>
        SongData.Fetch(null, progress, log, Card(address), _folder.Path, limits ?? Quick);

    private static void AssertNothingElse(string file) =>
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));

    /// <summary>Other tests download at the same time; their hosts keep the usual proxy.</summary>
    private sealed class ProxyForOneHost(string host, Uri proxy, IWebProxy others) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => destination.Host == host ? proxy : others.GetProxy(destination);

        public bool IsBypassed(Uri destination) => destination.Host != host && others.IsBypassed(destination);
    }

    private sealed class ProgressLog : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public void Report(DownloadProgress value) => Reports.Add(value);
    }
}
