using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>Reads the rows of an ML.NET table that have a label into columns, in one pass.</summary>
internal static class TrainingRows
{
    public static (ColumnMatrix X, int[] Labels) Read(
        IDataView data, DataViewSchema.Column label, DataViewSchema.Column features)
    {
        var columns = new GrowingColumn[((VectorDataViewType)features.Type).Size];
        for (var c = 0; c < columns.Length; c++) columns[c] = new();
        var labels = new List<int>();
        using var cursor = data.GetRowCursor([label, features]);
        var getLabel = cursor.GetGetter<uint>(label);
        var getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        var key = 0u;
        var row = default(VBuffer<float>);
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            if (key == 0) continue;
            getFeatures(ref row);
            var values = row.GetValues();
            var slots = row.IsDense ? default : row.GetIndices();
            for (var i = 0; i < values.Length; i++)
            {
                var slot = row.IsDense ? i : slots[i];
                if (!float.IsFinite(values[i])) throw Slots.Unusable(features, slot, values[i], cursor.Position);
                if (values[i] != 0) columns[slot].Add(labels.Count, values[i]);
            }

            labels.Add((int)(key - 1));
        }

        if (labels.Count == 0)
            throw new SongGenreException($"No row has a label in column '{label.Name}'; a forest needs at least one.");
        return (new(labels.Count, Array.ConvertAll(columns, column => column.ToColumn(labels.Count))), [.. labels]);
    }
}
