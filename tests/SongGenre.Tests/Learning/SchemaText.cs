using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SongGenre.Tests.Learning;

/// <summary>A schema in words: each column, its type, its annotations, their types and values.</summary>
internal static class SchemaText
{
    private static readonly MethodInfo Typed =
        typeof(SchemaText).GetMethod(nameof(TypedValue), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static List<string> Of(DataViewSchema schema) =>
    [
        .. schema.SelectMany(column => column.Annotations.Schema
            .Select(note => $"{column.Name}.{note.Name}: {note.Type} = {ValueOf(column.Annotations, note)}")
            .Order(StringComparer.Ordinal)
            .Prepend($"{column.Name}: {column.Type}{(column.IsHidden ? ", hidden" : "")}")),
    ];

    private static object? ValueOf(DataViewSchema.Annotations annotations, DataViewSchema.Column note) =>
        Typed.MakeGenericMethod(note.Type.RawType).Invoke(null, [annotations, note]);

    private static string TypedValue<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column note)
    {
        var value = default(T)!;
        annotations.GetGetter<T>(note)(ref value);
        return value switch
        {
            VBuffer<ReadOnlyMemory<char>> texts => string.Join('|', texts.DenseValues()),
            VBuffer<float> numbers => string.Join('|', numbers.DenseValues()),
            _ => $"{value}",
        };
    }
}
