namespace SongGenre.Notebooks.Runner;

/// <summary>What kind of type a parameter has.</summary>
internal enum ParameterShape
{
    /// <summary>One value: a number, a text, a time.</summary>
    Scalar,

    /// <summary>An enum that the parameters cell declares.</summary>
    Enum,

    /// <summary>An array or a list.</summary>
    List,

    /// <summary>A dictionary with texts as keys.</summary>
    Dictionary,

    /// <summary>Whatever the value is.</summary>
    Any,

    /// <summary>A type that no value from outside can be written for.</summary>
    Unknown,
}
