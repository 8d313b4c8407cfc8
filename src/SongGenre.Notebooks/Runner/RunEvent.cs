using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>
/// Something that happened during a run. Events come one after the other, never two at a time; those of notebooks that
/// run side by side mix. A notebook that isn't run has none.
/// </summary>
/// <param name="Notebook">The notebook's file name.</param>
public abstract record RunEvent(string Notebook)
{
    /// <summary>A notebook starts, or is found to be complete already.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Index">Its place among those that were started, from 1.</param>
    /// <param name="Count">How many notebooks the run has.</param>
    /// <param name="Cells">How many of its cells will run.</param>
    public sealed record NotebookStarted(string Notebook, int Index, int Count, int Cells) : RunEvent(Notebook);

    /// <summary>A cell starts.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Number">Its place among all cells, from 1.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="Index">Its place among the cells that run, from 1: its execution count.</param>
    public sealed record CellStarted(string Notebook, int Number, string Id, int Index) : RunEvent(Notebook);

    /// <summary>A running cell put something out.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Number">The cell's place among all cells, from 1.</param>
    /// <param name="Output">The output; of a stream, the piece that is new.</param>
    public sealed record CellOutput(string Notebook, int Number, Output Output) : RunEvent(Notebook);

    /// <summary>A cell ended, and the output file holds what it put out.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Result">How it went.</param>
    public sealed record CellFinished(string Notebook, CellResult Result) : RunEvent(Notebook);

    /// <summary>A notebook ended, and its process with it.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Result">How it went.</param>
    public sealed record NotebookFinished(string Notebook, NotebookResult Result) : RunEvent(Notebook);

    /// <summary>Something about a notebook is probably not meant so; it runs all the same.</summary>
    /// <param name="Notebook">The notebook's file name.</param>
    /// <param name="Message">What, in one line.</param>
    public sealed record Warning(string Notebook, string Message) : RunEvent(Notebook);
}
