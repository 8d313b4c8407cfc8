using SongGenre.Notebooks.Runner;

namespace SongGenre.Cli;

/// <summary>A notebook's parameters for a reader.</summary>
internal static class ParameterListing
{
    public static void Write(NotebookParameters parameters, TextWriter output)
    {
        if (parameters.Cell is not { } cell)
        {
            output.WriteLine($"{parameters.File} has no parameters: no cell is tagged 'parameters'.");
            return;
        }

        if (parameters.All.Count == 0)
        {
            output.WriteLine($"{parameters.File}: cell {cell} is tagged 'parameters' but declares no variables.");
            return;
        }

        output.WriteLine($"Parameters of {parameters.File} (cell {cell}):");
        foreach (var parameter in parameters.All)
        {
            output.WriteLine($"  {parameter.Name}: {parameter.Type}"
                + (parameter.Default is { } value ? $" (default {value})" : " (no default)"));
            if (parameter.Comment.Length > 0) output.WriteLine("      " + parameter.Comment);
        }
    }
}
