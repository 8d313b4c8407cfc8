using SongGenre.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

/// <summary>Opens stores whose patience is a test's.</summary>
internal static class ServerStore
{
    private static readonly HttpLimits Quick = new()
    {
        Total = TimeSpan.FromSeconds(30),
        Silence = TimeSpan.FromSeconds(20),
        FirstPause = TimeSpan.FromMilliseconds(10),
        Connect = TimeSpan.FromSeconds(5),
    };

    /// <summary>Opens a server's store that waits for an answer for half a second only.</summary>
    public static MlflowServer Hasty(string address) =>
        MlflowServer.Open(address, variable: _ => null, limits: Quick with { Silence = TimeSpan.FromSeconds(0.5) });

    /// <summary>Opens a server's store.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="say">Told what the server can't do.</param>
    /// <param name="variables">The MLFLOW_ variables that are set.</param>
    public static MlflowServer Open(
        string address, Action<string>? say = null, params (string Name, string Value)[] variables) =>
        MlflowServer.Open(
            address, say, name => variables.FirstOrDefault(each => each.Name == name).Value, Quick);
}
