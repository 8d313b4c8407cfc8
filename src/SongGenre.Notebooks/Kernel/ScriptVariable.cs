using System.Reflection;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A variable that a cell declared at top level.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type that it is declared with.</param>
/// <param name="Value">What it holds now.</param>
internal sealed record ScriptVariable(string Name, Type Type, object? Value)
{
    /// <summary>The variables as they were declared first, one after the other; of one declared again, the last.</summary>
    public static IReadOnlyList<ScriptVariable> Of(ScriptState state)
    {
        var variables = new Dictionary<string, ScriptVariable>();
        foreach (var submission in state.Submissions.OfType<object>())
            foreach (var field in submission.GetType().GetFields().Where(IsVariable).OrderBy(field => field.MetadataToken))
                variables[field.Name] = new ScriptVariable(field.Name, field.FieldType, field.GetValue(submission));
        return [.. variables.Values];
    }

    /// <summary>Changes the variable of the last cell that declares it.</summary>
    public static void Set(ScriptState state, string name, object? value)
    {
        var submission = state.Submissions.OfType<object>().Last(one => one.GetType().GetField(name) is not null);
        submission.GetType().GetField(name)!.SetValue(submission, value);
    }

    // The compiler's own fields have names that C# can't write.
    private static bool IsVariable(FieldInfo field) => char.IsLetter(field.Name[0]) || field.Name[0] == '_';
}
