#pragma warning disable CA1822 // They will look at the session.
using Microsoft.CodeAnalysis.CSharp;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    /// <summary>What could stand at a position.</summary>
    public Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancel = default) =>
        Task.FromResult(new CompletionList(position, position, []));

    /// <summary>What is known about what stands at a position.</summary>
    public Task<Inspection?> InspectAsync(string code, int position, CancellationToken cancel = default) =>
        Task.FromResult<Inspection?>(null);

    /// <summary>Whether code is ready to run.</summary>
    public CodeCompleteness CheckCompleteness(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, ScriptCompiler.ParseOptions);
        return SyntaxFactory.IsCompleteSubmission(tree)
            ? new(CompletenessStatus.Complete, "")
            : new(CompletenessStatus.Incomplete, "    ");
    }
}

/// <summary>What could stand in place of a stretch of code.</summary>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionEntry> Entries);

/// <summary>One thing that could stand there.</summary>
public sealed record CompletionEntry(string Text, string DisplayText, string Kind, string? Documentation);

/// <summary>What is known about a symbol.</summary>
public sealed record Inspection(string PlainText, string Html);

/// <summary>Whether code is ready to run, and the indent of its next line if not.</summary>
public sealed record CodeCompleteness(CompletenessStatus Status, string Indent);

/// <summary>Whether code is ready to run.</summary>
public enum CompletenessStatus
{
    /// <summary>It is.</summary>
    Complete,

    /// <summary>More lines must follow.</summary>
    Incomplete,

    /// <summary>No further line could mend it.</summary>
    Invalid,
}
