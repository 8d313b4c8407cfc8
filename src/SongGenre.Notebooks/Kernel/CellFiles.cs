using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>The files that <c>#load</c> names, as the compiler is to read them.</summary>
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
internal sealed class CellFiles(string workingDirectory) : SourceFileResolver([], workingDirectory)
{
    private readonly string workingDirectory = workingDirectory;
    private IReadOnlyDictionary<string, SourceText> texts = new Dictionary<string, SourceText>();

    /// <summary>The same files, some of them with another text.</summary>
    public CellFiles With(IReadOnlyDictionary<string, SourceText> changed) => new(workingDirectory) { texts = changed };

    /// <exception cref="IOException">The file can't be read, or the compiler would never end reading it.</exception>
    public override SourceText ReadText(string resolvedPath)
    {
        if (texts.TryGetValue(resolvedPath, out var changed)) return changed;
        using var reader = new StreamReader(OpenRead(resolvedPath), Encoding.UTF8);
        var code = reader.ReadToEnd();
        return CodeNesting.IsParsable(code)
            ? SourceText.From(PackageDirectives.WithoutSources(code), Encoding.UTF8)
            : throw new IOException("Its brackets are nested too deeply; close or split them.");
    }

    // The compiler asks whether it has to read the files again.
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
