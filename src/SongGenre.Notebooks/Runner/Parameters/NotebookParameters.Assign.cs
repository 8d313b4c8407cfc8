namespace SongGenre.Notebooks.Runner;

public sealed partial class NotebookParameters
{
    /// <summary>
    /// Refuses values that a run of the notebooks would refuse: those that no notebook declares, and those that are
    /// none of the declared type. Where no notebook has a parameters cell, every valid name is accepted.
    /// </summary>
    /// <param name="notebooks">The run's notebooks.</param>
    /// <param name="values">The values; of two for one name the later counts.</param>
    /// <exception cref="NotebookException">A value is refused; the message names file, parameter, value and
    /// type.</exception>
    public static void Check(IReadOnlyList<NotebookParameters> notebooks, IReadOnlyList<ParameterOverride> values)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        ArgumentNullException.ThrowIfNull(values);
        var declaring = notebooks.Where(notebook => notebook.Cell is not null).ToList();
        var known = declaring.SelectMany(notebook => notebook.All).Select(parameter => parameter.Name).Distinct().ToList();
        foreach (var value in values)
        {
            if (declaring.Count > 0 && !known.Contains(value.Name))
            {
                var where = notebooks.Count == 1 ? notebooks[0].File : "the notebooks of this run";
                throw new NotebookException(
                    $"{where}: no parameter is called '{ParameterText.Shown(value.Name)[1..^1]}' ({value.Origin}); {NearestName.Hint(value.Name, known)}");
            }

            foreach (var notebook in declaring.Count > 0 ? declaring : notebooks) _ = notebook.Assign([value]);
        }
    }

    /// <summary>The assignments of an injected cell, in the order of the declarations, else in that of the
    /// values.</summary>
    internal IReadOnlyList<ParameterAssignment> Assign(IReadOnlyList<ParameterOverride> values)
    {
        var latest = new Dictionary<string, ParameterOverride>();
        foreach (var value in values) latest[value.Name] = value;
        return Cell is null
            ? [.. values.Select(value => value.Name).Distinct().Select(name => Declare(latest[name]))]
            : [.. All.Where(known => latest.ContainsKey(known.Name)).Select(known => Assign(known, latest[known.Name]))];
    }

    private ParameterAssignment Assign(NotebookParameter parameter, ParameterOverride given)
    {
        if (parameter.Kind.Shape == ParameterShape.Unknown)
            throw new NotebookException(
                $"{File}: parameter {parameter.Name} = {ParameterText.Shown(given.Value)} ({given.Origin}): its type '{parameter.Type}' takes no "
                + "value from outside; declare it as a number, bool, string, date, list or dictionary");
        var literal = Literal(parameter.Name, given, parameter.Kind);
        return new(parameter.Name, $"{(parameter.Redeclaration is { } start ? start + " " : "")}{parameter.Source} = {literal.Source};", literal.Text);
    }

    private ParameterAssignment Declare(ParameterOverride given)
    {
        if (!ParameterName.IsValid(given.Name))
            throw new NotebookException(
                $"{File}: parameter {ParameterText.Shown(given.Name)} ({given.Origin}): a name is letters, digits and "
                + "'_'");
        var literal = Literal(given.Name, given, ParameterType.Any);
        var type = literal.Source == "null" ? "object" : "var";
        return new(given.Name, $"{type} {ParameterName.Source(given.Name)} = {literal.Source};", literal.Text);
    }

    private ParameterLiteral Literal(string name, ParameterOverride given, ParameterType type) =>
        ParameterConversion.Convert(given, type) ?? throw new NotebookException(
            $"{File}: parameter {name} = {ParameterText.Shown(given.Value)} ({given.Origin}): expected {type.Expected}");
}
