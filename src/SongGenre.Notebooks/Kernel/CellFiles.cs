using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>The files that <c>#load</c> names, as the compiler is to read them.</summary>
/// <param name="workingDirectory">What relative paths in cells are relative to.</param>
internal sealed class CellFiles(string workingDirectory) : SourceFileResolver([], workingDirectory)
{
    public override SourceText ReadText(string resolvedPath)
    {
        using var reader = new StreamReader(OpenRead(resolvedPath), Encoding.UTF8);
        return SourceText.From(PackageDirectives.WithoutSources(reader.ReadToEnd()), Encoding.UTF8);
    }
}
