using Microsoft.ML;
using Microsoft.ML.Data;
using SongGenre.Forest;

namespace SongGenre.Learning;

/// <summary>
/// The input row's columns and the forest's beside them. A row is scored once, however many columns are read: a
/// computed feature may come out differently when it is computed again.
/// </summary>
internal sealed class RowScores
{
    private readonly RandomForest _forest;
    private readonly DataViewRow _input;
    private readonly DataViewSchema.Column _features;
    private readonly HashSet<int> _active;
    private readonly double[] _row;
    private readonly double[] _probabilities;
    private readonly float[] _scores;
    private ValueGetter<VBuffer<float>>? _getFeatures;
    private VBuffer<float> _values;
    private long? _scored;

    public RowScores(
        RandomForest forest,
        DataViewRow input,
        DataViewSchema.Column features,
        DataViewSchema schema,
        IEnumerable<DataViewSchema.Column> active)
    {
        _forest = forest;
        _input = input;
        _features = features;
        Schema = schema;
        _active = [.. active.Select(column => column.Index)];
        _row = new double[forest.Columns];
        _probabilities = new double[forest.Classes];
        _scores = new float[forest.Classes];
    }

    public DataViewSchema Schema { get; }

    public bool IsActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' isn't active; ask for it with the cursor.");
        var inputs = _input.Schema;
        if (column.Index < inputs.Count) return _input.GetGetter<TValue>(inputs[column.Index]);
        _getFeatures ??= _input.GetGetter<VBuffer<float>>(_features);
        Delegate getter = column.Index == inputs.Count
            ? (ValueGetter<uint>)PredictedLabel
            : (ValueGetter<VBuffer<float>>)Score;
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is of type {column.Type}, not {typeof(TValue)}.");
    }

    // The first of equal scores, as in ML.NET. Keys count from 1.
    private void PredictedLabel(ref uint key)
    {
        Update();
        key = (uint)_scores.IndexOf(_scores.Max()) + 1;
    }

    private void Score(ref VBuffer<float> scores)
    {
        Update();
        var editor = VBufferEditor.Create(ref scores, _scores.Length);
        _scores.CopyTo(editor.Values);
        scores = editor.Commit();
    }

    private void Update()
    {
        if (_scored == _input.Position) return;
        ReadRow();
        _forest.Predict(_row, _probabilities);
        for (var c = 0; c < _scores.Length; c++) _scores[c] = (float)_probabilities[c];
        _scored = _input.Position;
    }

    private void ReadRow()
    {
        _getFeatures!(ref _values);
        var values = _values.GetValues();
        if (values.Length < _row.Length) Array.Clear(_row);
        for (var i = 0; i < values.Length; i++)
        {
            var slot = _values.IsDense ? i : _values.GetIndices()[i];
            if (!float.IsFinite(values[i])) throw Slots.Unusable(_features, slot, values[i], _input.Position);
            _row[slot] = values[i];
        }
    }
}
