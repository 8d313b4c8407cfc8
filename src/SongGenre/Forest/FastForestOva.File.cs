using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace SongGenre.Forest;

/// <content>Saving and loading, in ML.NET's own format.</content>
public sealed partial class FastForestOva
{
    /// <inheritdoc/>
    public void Save(Stream stream) =>
        _context.Model.Save(_model, View(_context, new(0, [.. Enumerable.Repeat(Column.Dense([]), Columns)]), [], Classes).Schema, stream);

    /// <summary>Reads a model that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">The model; it must be seekable.</param>
    /// <param name="name">What messages call the stream, such as its file.</param>
    /// <exception cref="SongGenreException">ML.NET can't read the stream, or it holds another kind of model.</exception>
    public static FastForestOva Load(Stream stream, string name = "The model")
    {
        var context = new MLContext(0);
        try
        {
            var model = (MulticlassPredictionTransformer<OneVersusAllModelParameters>)context.Model.Load(stream, out var schema);
            var features = (VectorDataViewType)schema[Features].Type;
            var scores = (VectorDataViewType)model.GetOutputSchema(schema)[Score].Type;
            return new(context, model, scores.Size, features.Size);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or SongGenreException))
        {
            // ML.NET throws whatever its readers happen to trip over.
            throw new SongGenreException($"{name} is no {ForestOptions.FastForestOvaTrainer} model or is damaged; train the model again.", e);
        }
    }
}
