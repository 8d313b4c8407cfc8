using SongGenre.Notebooks.Jupyter;

namespace SongGenre.Notebooks.Tests.Jupyter;

public sealed class ConnectionFileTests
{
    // The example of the Jupyter client's documentation.
    private const string Documented = """
        {
          "control_port": 50160, "shell_port": 57503, "transport": "tcp", "signature_scheme": "hmac-sha256",
          "stdin_port": 52597, "hb_port": 42540, "ip": "127.0.0.1", "iopub_port": 40885,
          "key": "a0436f6c-1916-498b-8eb9-e81ab9368e84"
        }
        """;

    [Fact]
    public void Documented_example_is_read()
    {
        var file = Read(Documented);
        Assert.Equal((50160, 57503, 52597, 42540, 40885),
            (file.ControlPort, file.ShellPort, file.StdinPort, file.HeartbeatPort, file.IOPubPort));
        Assert.Equal("a0436f6c-1916-498b-8eb9-e81ab9368e84", file.Key);
        Assert.Equal("tcp://127.0.0.1:57503", file.Address(file.ShellPort));
    }

    [Fact]
    public void Address_of_version_6_is_put_in_brackets() =>
        Assert.Equal("tcp://[::1]:57503", Read(Documented.Replace("127.0.0.1", "::1")).Address(57503));

    [Theory]
    [InlineData("\"tcp\"", "\"ipc\"", "transport 'ipc' is not supported; set the client's transport to tcp")]
    [InlineData("hmac-sha256", "hmac-md5", "signature_scheme 'hmac-md5' is not supported; set it to hmac-sha256")]
    [InlineData("57503", "65536", "a port is not between 1 and 65535")]
    [InlineData("57503", "\"x\"", "is no connection file")]
    [InlineData("\"shell_port\": 57503,", "", "is no connection file")]
    [InlineData("}", "", "is no connection file")]
    public void What_there_is_not_is_refused_in_one_line(string part, string other, string message)
    {
        var error = Assert.Throws<NotebookException>(() => Read(Documented.Replace(part, other)));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void File_that_is_not_there_is_named() =>
        Assert.Contains("no-such.json",
            Assert.Throws<NotebookException>(() => ConnectionFile.Read("no-such.json")).Message);

    private static ConnectionFile Read(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return ConnectionFile.Read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
