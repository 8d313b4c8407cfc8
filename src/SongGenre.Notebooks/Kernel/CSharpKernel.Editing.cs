using SongGenre.Notebooks.Kernel.Editing;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    // The editing part of the compiler is loaded by the first request: a kernel at rest does without it.
    private SessionDocuments? documents;

    private SessionDocuments Documents => LazyInitializer.EnsureInitialized(ref documents, () => new(workingDirectory));

    /// <summary>
    /// What may stand at a place in code that is being typed, given everything that the session's cells have declared.
    /// May be called at any time, also while a cell runs: it then sees the session as it was before that cell.
    /// </summary>
    /// <param name="code">The cell's code as it is, finished or not.</param>
    /// <param name="position">The place in UTF-16 units; one out of range is moved to the nearest end.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The entries; none inside text, comments, code that isn't C# and code too damaged to be read.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        var session = state;
        var place = Math.Clamp(position, 0, code.Length);
        return LineCompletion.At(code, place, workingDirectory) is { } line
            ? Task.FromResult(line)
            : !CodeNesting.IsParsable(CSharpText.Of(code))
            ? Task.FromResult(new CompletionList(place, place, []))
            : Task.Run(() => CodeCompletion.At(Documents, session, code, place, cancel), cancel);
    }

    /// <summary>
    /// What is known about the name at a place in code, or about the method in whose arguments the place is. May be
    /// called at any time, like <see cref="CompleteAsync"/>.
    /// </summary>
    /// <param name="code">The cell's code as it is, finished or not.</param>
    /// <param name="position">
    /// The place in UTF-16 units, in a name or just after it, moved to the nearest end if out of range.
    /// </param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The signature and documentation; null where there is nothing to tell.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public Task<Inspection?> InspectAsync(string code, int position, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        var session = state;
        var place = Math.Clamp(position, 0, code.Length);
        if (!CodeNesting.IsParsable(CSharpText.Of(code))) return Task.FromResult<Inspection?>(null);
        return Task.Run(() => CodeInspection.At(Documents, session, code, place, cancel), cancel);
    }

    /// <summary>Whether code can run as it is, for front ends in which Enter either runs it or begins a line.</summary>
    /// <param name="code">The code; lines with magics and cells in other languages are always complete.</param>
#pragma warning disable CA1822 // Front ends ask a kernel.
    public CodeCompleteness CheckCompleteness(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Completeness.Of(code);
    }
#pragma warning restore CA1822
}
