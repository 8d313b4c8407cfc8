using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel;

/// <summary>What the cells so far have left behind. Immutable: a cell that fails to compile changes nothing.</summary>
/// <param name="Previous">The last submission; it knows those before it.</param>
/// <param name="Submissions">
/// The submissions' objects, which hold the cells' variables, as compiled scripts expect them: the first place belongs
/// to a host object that notebooks don't have.
/// </param>
internal sealed record ScriptState(CSharpCompilation? Previous, object?[] Submissions)
{
    public static ScriptState Empty { get; } = new(null, [null]);

    /// <summary>The libraries of the static classes with extension members, by the classes' names.</summary>
    public ImmutableDictionary<string, MetadataReference> Extensions { get; init; } =
        ImmutableDictionary<string, MetadataReference>.Empty;
}
