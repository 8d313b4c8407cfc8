using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SongGenre.Learning;

/// <summary>What the columns of an ML.NET table say about their values.</summary>
internal static class Slots
{
    /// <summary>
    /// A name for each slot of a vector of known size, all different: the column's own; <c>Slot 3</c>, as ML.NET says,
    /// where it has none.
    /// </summary>
    public static string[] NamesOf(DataViewSchema.Column vector)
    {
        var names = new string[((VectorDataViewType)vector.Type).Size];
        var own = default(VBuffer<ReadOnlyMemory<char>>);
        if (vector.HasSlotNames()) vector.GetSlotNames(ref own);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var slot = 0; slot < names.Length; slot++)
        {
            var number = slot.ToString(CultureInfo.InvariantCulture);
            var name = own.Length == 0 ? "" : own.GetItemOrDefault(slot).ToString();
            if (name.Length == 0) name = $"Slot {number}";
            while (!taken.Add(name)) name += $" (slot {number})";
            names[slot] = name;
        }

        return names;
    }

    /// <summary>The texts that a key stands for, in the keys' order; none if it stands for no texts.</summary>
    public static string[] KeysOf(DataViewSchema.Column key)
    {
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        if (key.HasKeyValues(TextDataViewType.Instance)) key.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    /// <summary>What a user calls a slot that holds a value no forest can use.</summary>
    public static SongGenreException Unusable(DataViewSchema.Column vector, int slot, float value, long row) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"Feature '{NamesOf(vector)[slot]}' (slot {slot} of column '{vector.Name}') is {value} in row {row} " +
            $"(both counted from 0); replace missing values, as with ReplaceMissingValues, or drop the row."));
}
