using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>Puts a run's parameter values into its notebooks.</summary>
internal static class ParameterInjection
{
    private const string Id = "injected-parameters";

    /// <summary>
    /// Adds the values that a notebook declares to it: a cell behind its parameters cell, in place of an earlier one.
    /// Where no notebook of the run has a parameters cell, each gets all values in its first cell, and a warning.
    /// </summary>
    /// <returns>What <c>{name}</c> stands for, a dictionary a notebook; null for a value that no path can
    /// hold.</returns>
    /// <exception cref="NotebookException">A value is refused; no notebook has changed then.</exception>
    public static IReadOnlyList<Dictionary<string, string?>> Apply(
        IReadOnlyList<(string File, Notebook Notebook)> notebooks, IReadOnlyList<ParameterOverride> values, Action<RunEvent> report)
    {
        var declared = notebooks.Select(pair => NotebookParameters.Of(pair.Notebook, pair.File)).ToList();
        NotebookParameters.Check(declared, values);
        var isDeclaredSomewhere = declared.Any(parameters => parameters.Cell is not null);
        var finals = new List<Dictionary<string, string?>>();
        foreach (var ((file, notebook), parameters) in notebooks.Zip(declared))
        {
            var final = parameters.All.ToDictionary(parameter => parameter.Name, parameter => parameter.DefaultText);
            finals.Add(final);
            var assignments = parameters.Cell is null && isDeclaredSomewhere ? [] : parameters.Assign(values);
            if (assignments.Count == 0)
            {
                foreach (var (name, text) in notebook.Cells.Where(IsInjected).SelectMany(parameters.Injected))
                    final[name] = text;
                continue;
            }

            foreach (var assignment in assignments) final[assignment.Name] = assignment.Text;
            Inject(notebook, assignments);
            if (parameters.Cell is null)
            {
                report(new RunEvent.Warning(Path.GetFileName(file),
                    $"no cell is tagged '{CellTags.Parameters}': the given values are set in a first cell, whether something uses them or not"));
            }
        }

        return finals;
    }

    private static void Inject(Notebook notebook, IReadOnlyList<ParameterAssignment> assignments)
    {
        var earlier = Math.Max(0, notebook.Cells.FindIndex(IsInjected));
        notebook.Cells.RemoveAll(IsInjected);
        var index = notebook.Cells.FindIndex(NotebookParameters.IsParametersCell);
        var id = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? Id : FormattableString.Invariant($"{Id}-{n}"))
            .First(free => notebook.Cells.All(cell => cell.Id != free));
        notebook.Cells.Insert(index < 0 ? earlier : index + 1, new Cell
        {
            Kind = CellKind.Code,
            Id = id,
            Source = string.Join('\n', assignments.Select(assignment => assignment.Source).Prepend("// Parameters")),
            Metadata = Metadata(index < 0 ? null : notebook.Cells[index]),
        });
    }

    private static bool IsInjected(Cell cell) =>
        cell.Kind == CellKind.Code && CellTags.Has(cell, CellTags.InjectedParameters);

    // The language stays that of the parameters cell, for tools that read it cell by cell.
    private static JsonObject Metadata(Cell? declaring)
    {
        var metadata = new JsonObject { ["tags"] = new JsonArray(CellTags.InjectedParameters) };
        foreach (string key in (ReadOnlySpan<string>)["polyglot_notebook", "dotnet_interactive"])
        {
            if (declaring?.Metadata[key] is { } language) metadata[key] = language.DeepClone();
        }

        return metadata;
    }
}
