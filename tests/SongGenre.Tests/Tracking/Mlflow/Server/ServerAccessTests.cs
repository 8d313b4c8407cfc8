using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SongGenre.Tests.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

public sealed class ServerAccessTests
{
    private const string User = "MLFLOW_TRACKING_USERNAME";
    private const string Password = "MLFLOW_TRACKING_PASSWORD";
    private const string Token = "MLFLOW_TRACKING_TOKEN";
    private const string Insecure = "MLFLOW_TRACKING_INSECURE_TLS";

    [Fact]
    public void User_and_password_go_before_a_token_and_one_without_the_other_counts_for_nothing()
    {
        // The example of RFC 7617: user Aladdin, password "open sesame".
        Assert.Equal(
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", Header((User, "Aladdin"), (Password, "open sesame"), (Token, "t")));
        Assert.Equal("Bearer t", Header((User, "Aladdin"), (Token, "t")));
        Assert.Equal("Bearer t", Header((User, "Aladdin"), (Password, ""), (Token, "t")));
        Assert.Null(Header((Password, "open sesame")));

        static string? Header(params (string, string)[] variables) =>
            Read("http://songs:5000", variables).Authorization?.ToString();
    }

    [Fact]
    public void User_and_password_in_the_address_serve_too_and_are_no_part_of_its_name()
    {
        var access = Read("https://Aladdin:open%20sesame@songs:5000/mlflow");
        Assert.Equal("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", access.Authorization?.ToString());
        Assert.Equal("https://songs:5000/mlflow/", access.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("to ken")]
    [InlineData("token\nX: y")]
    public void A_token_that_no_header_can_carry_is_refused_without_being_shown(string token)
    {
        var message = OneLine.ErrorOf(() => Read("http://songs:5000", (Token, token)));
        Assert.Equal("MLFLOW_TRACKING_TOKEN has characters that a token can't have; set it anew.", message);
    }

    [Fact]
    public void An_address_that_is_none_is_refused_without_being_shown() => Assert.Equal(
        "MLFLOW_TRACKING_URI isn't an address; give one like http://HOST:PORT.",
        OneLine.ErrorOf(() => Read("http://ada:secret@:80:80")));

    [Fact]
    public void A_certificate_that_cant_be_trusted_is_taken_only_where_that_is_wanted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows serves TLS only with a key that it has loaded from a file's bytes.
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer(
            "200 OK", """{"experiment": {"experiment_id": "7", "name": "songs"}}"""u8.ToArray()));
        server.Certificate = certificate;
        var address = $"https://127.0.0.1:{server.Address.Port}";
        using var careful = ServerStore.Open(address);
        Assert.Contains("certificate", OneLine.ErrorOf(() => careful.FindExperiment("songs")));
        Assert.Empty(server.Requests);
        using var careless = ServerStore.Open(address, null, (Insecure, "true"));
        Assert.Equal("7", careless.FindExperiment("songs")!.Id);
        Assert.Contains(Insecure, OneLine.ErrorOf(() => Read(address, (Insecure, "maybe"))));
    }

    private static ServerAccess Read(string uri, params (string Name, string Value)[] variables) =>
        ServerAccess.Read(uri, name => variables.FirstOrDefault(each => each.Name == name).Value);
}
