using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SongGenre.Learning;

/// <summary>
/// The columns that a multiclass trainer of ML.NET adds, with the annotations by which its evaluators and transformers
/// know them: what they are, which belong together, and what label each class stands for.
/// </summary>
internal sealed class ScoreColumns
{
    public const string PredictedLabel = nameof(PredictedLabel);
    public const string Score = nameof(Score);
    private const string KeyValues = nameof(KeyValues);
    private const string TrainingLabelValues = nameof(TrainingLabelValues);
    private const string SlotNames = nameof(SlotNames);
    private const string ScoreColumnSetId = nameof(ScoreColumnSetId);

    private static readonly KeyDataViewType SetId = new(typeof(uint), int.MaxValue);

    private static readonly MethodInfo Getter =
        typeof(ScoreColumns).GetMethod(nameof(KeyValuesOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly int _classes;
    private readonly VectorDataViewType? _valuesType;
    private readonly Delegate? _values;

    /// <summary>Columns for the classes of a label.</summary>
    public ScoreColumns(DataViewSchema.Column label, int classes)
    {
        _classes = classes;
        var type = label.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type as VectorDataViewType;
        if (type is null || type.Size != classes) return;
        _valuesType = type;
        _values = (Delegate)Getter.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [label])!;
    }

    /// <summary>The input's columns and behind them the predicted label and the score.</summary>
    public DataViewSchema After(DataViewSchema input)
    {
        var set = input.Max(SetIdOf) + 1;
        var schema = new DataViewSchema.Builder();
        schema.AddColumns(input);
        var key = new KeyDataViewType(typeof(uint), _classes);
        schema.AddColumn(PredictedLabel, key, Annotations(PredictedLabel, set, KeyValues));
        var scores = new VectorDataViewType(NumberDataViewType.Single, _classes);
        schema.AddColumn(Score, scores, _valuesType?.ItemType is TextDataViewType
            ? Annotations(Score, set, TrainingLabelValues, SlotNames)
            : Annotations(Score, set, TrainingLabelValues));
        return schema.ToSchema();
    }

    private DataViewSchema.Annotations Annotations(string kind, uint set, params ReadOnlySpan<string> ofLabel)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        var text = TextDataViewType.Instance;
        annotations.AddPrimitiveValue("ScoreColumnKind", text, "MulticlassClassification".AsMemory());
        annotations.AddPrimitiveValue("ScoreValueKind", text, kind.AsMemory());
        annotations.AddPrimitiveValue(ScoreColumnSetId, SetId, set);
        foreach (var name in ofLabel)
            if (_values is not null) annotations.Add(name, _valuesType!, _values);
        return annotations.ToAnnotations();
    }

    private static uint SetIdOf(DataViewSchema.Column column)
    {
        var set = 0u;
        var type = column.Annotations.Schema.GetColumnOrNull(ScoreColumnSetId)?.Type;
        if (type is KeyDataViewType && type.RawType == typeof(uint))
            column.Annotations.GetValue(ScoreColumnSetId, ref set);
        return set;
    }

    private static ValueGetter<VBuffer<T>> KeyValuesOf<T>(DataViewSchema.Column label)
    {
        var values = default(VBuffer<T>);
        label.GetKeyValues(ref values);
        return (ref VBuffer<T> copy) => values.CopyTo(ref copy);
    }
}
