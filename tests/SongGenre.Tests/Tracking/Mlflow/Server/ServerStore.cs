using SongGenre.Data;
using SongGenre.Tracking.Mlflow;

namespace SongGenre.Tests.Tracking.Mlflow.Server;

/// <summary>Opens stores whose patience is a test's.</summary>
internal static class ServerStore
{
    public static HttpLimits Quick { get; } = new()
    {
        Total = TimeSpan.FromSeconds(5),
        Silence = TimeSpan.FromSeconds(0.3),
        FirstPause = TimeSpan.FromMilliseconds(10),
        Connect = TimeSpan.FromSeconds(1),
    };

    /// <summary>Opens a server's store.</summary>
    /// <param name="address">The server's address.</param>
    /// <param name="say">Told what the server can't do.</param>
    /// <param name="variables">The MLFLOW_ variables that are set.</param>
    public static MlflowServer Open(
        string address, Action<string>? say = null, params (string Name, string Value)[] variables) =>
        MlflowServer.Open(
            address, say, name => variables.FirstOrDefault(each => each.Name == name).Value, Quick);
}
