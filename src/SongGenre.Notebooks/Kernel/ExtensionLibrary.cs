using Microsoft.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A static class that was compiled for itself.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Assembly">The library's image.</param>
/// <param name="Symbols">Its debug symbols.</param>
internal sealed record ExtensionLibrary(string Class, byte[] Assembly, byte[] Symbols)
{
    /// <summary>For the compiler.</summary>
    public MetadataReference Reference { get; } = MetadataReference.CreateFromImage(Assembly);
}
