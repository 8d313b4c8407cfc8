using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Notebooks.Documents;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Source that a kernel runs.</summary>
    Code,

    /// <summary>Prose in Markdown.</summary>
    Markdown,

    /// <summary>Text that nothing interprets.</summary>
    Raw,
}

/// <summary>One cell of a notebook.</summary>
public sealed class Cell
{
    private readonly List<Output> outputs = [];

    // The text so far of the last output, while that stream grows: it comes in many pieces, and joining each of them
    // with all that came before would copy gigabytes for ten megabytes.
    private StringBuilder? growing;
    private bool clearsBeforeNext;

    /// <summary>What the cell holds.</summary>
    public required CellKind Kind { get; init; }

    /// <summary>Unique in its notebook; 1 to 64 letters, digits, '-' and '_'. A run keeps it.</summary>
    public required string Id { get; init; }

    /// <summary>The cell's text, lines separated by '\n'.</summary>
    public string Source { get; set; } = "";

    /// <summary>Metadata: tags, language, whatever else tools put there.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Pictures that Markdown refers to, by name; null when there are none.</summary>
    public JsonObject? Attachments { get; init; }

    /// <summary>The number of the execution that produced the outputs; code cells only.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>What the last execution put out, in the order it happened; code cells only.</summary>
    public List<Output> Outputs
    {
        get
        {
            Settle();
            return outputs;
        }
        init => outputs = value;
    }

    /// <summary>
    /// Adds an output; text of the stream that wrote last continues that output. An update changes what the cell
    /// displayed under its id, and a clearing takes away what came before it.
    /// </summary>
    public void Append(Output output)
    {
        if (output is UpdateDisplayOutput update)
        {
            Update(update);
            return;
        }

        if (clearsBeforeNext || output is ClearOutput { Wait: false }) Outputs.Clear();
        clearsBeforeNext = output is ClearOutput { Wait: true };
        if (output is ClearOutput) return;
        if (output is StreamOutput piece && outputs is [.., StreamOutput last] && last.Name == piece.Name)
            (growing ??= new StringBuilder(last.Text)).Append(piece.Text);
        else
            Outputs.Add(output);
    }

    internal void Update(UpdateDisplayOutput update)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is DisplayOutput shown && shown.DisplayId == update.DisplayId)
                outputs[i] = shown with
                {
                    Data = update.Data.DeepClone().AsObject(),
                    Metadata = update.Metadata.DeepClone().AsObject(),
                };
        }
    }

    private void Settle()
    {
        if (growing is null) return;
        outputs[^1] = new StreamOutput(((StreamOutput)outputs[^1]).Name, growing.ToString());
        growing = null;
    }
}
