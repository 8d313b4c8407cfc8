using System.Runtime.CompilerServices;

namespace SongGenre.Cli.Tests;

/// <summary>No run of a test goes into the repository's store; tests of the record name a store of their own.</summary>
internal static class OffTheRecord
{
    public const string Variable = "SONGGENRE_TRACKING";

    [ModuleInitializer]
    internal static void Begin()
    {
        Environment.SetEnvironmentVariable(Variable, "off");
        foreach (var name in new[] { "MLFLOW_TRACKING_URI", "MLFLOW_RUN_ID", "WANDB_MODE" })
            Environment.SetEnvironmentVariable(name, null);
    }
}
