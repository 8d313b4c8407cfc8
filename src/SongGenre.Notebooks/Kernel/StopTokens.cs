using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// The token that the loops and methods of all cells look at: the compiler puts it into each assembly
/// (<see cref="Microsoft.CodeAnalysis.Emit.InstrumentationKind.ModuleCancellation"/>).
/// </summary>
#pragma warning disable CA1001 // The source holds no timer and nothing native, and code that outlives the kernel still looks at its token.
internal sealed class StopTokens
#pragma warning restore CA1001
{
    private static readonly ConcurrentDictionary<CancellationToken, bool> Stopped = new();

    private readonly Lock gate = new();
    private readonly List<FieldInfo> fields = [];
    private CancellationTokenSource stop = new();

    /// <summary>Lets an assembly's code be stopped with the others'.</summary>
    /// <param name="cell">The assembly.</param>
    /// <param name="place">The place of its submission in the chain, from 1: a part of the type's name.</param>
    public void Add(Assembly cell, int place)
    {
        if (cell.GetType(string.Create(CultureInfo.InvariantCulture, $"<PrivateImplementationDetails>{place}"))?.GetField(
            "ModuleCancellationToken", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is not { } field) return;
        lock (gate)
        {
            fields.Add(field);
            field.SetValue(null, stop.Token);
        }
    }

    /// <summary>Whether an exception is what code of a stopped cell throws.</summary>
    public static bool Threw(Exception exception) =>
        exception is OperationCanceledException cancelled && Stopped.ContainsKey(cancelled.CancellationToken);

    /// <summary>Makes the cells' code throw wherever it next looks at the token.</summary>
    public void Cancel()
    {
        Stopped.TryAdd(stop.Token, true);
        stop.Cancel();
    }

    /// <summary>Lets cells run again after they were stopped.</summary>
    public void Reset()
    {
        if (!stop.IsCancellationRequested) return;
        lock (gate)
        {
            stop = new CancellationTokenSource();
            foreach (var field in fields) field.SetValue(null, stop.Token);
        }
    }
}
