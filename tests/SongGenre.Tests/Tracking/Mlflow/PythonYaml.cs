using System.Diagnostics;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Tests.Reports;

namespace SongGenre.Tests.Tracking.Mlflow;

/// <summary>YAML as PyYAML reads it, which is what MLflow reads it with.</summary>
internal static class PythonYaml
{
    private const string Script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], 'rb'))))";

    /// <summary>What a file holds.</summary>
    public static JsonNode Read(string file)
    {
        // Another Python that comes first on the path may lack PyYAML.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : RequiredTool.Find("python3");
        var start = new ProcessStartInfo(python, ["-c", Script, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0) return JsonNode.Parse(output)!;
        var error = errors.GetAwaiter().GetResult();
        if (error.Contains("No module named", StringComparison.Ordinal)
            && Environment.GetEnvironmentVariable("SONGGENRE_REQUIRE_TOOLS") != "1")
        {
            Assert.Skip("Python has no PyYAML.");
        }

        throw new InvalidOperationException(error);
    }
}
