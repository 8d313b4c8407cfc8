using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>
/// Takes several classes for one: what would the same model score if it did not have to tell them apart?
/// </summary>
public sealed class ClassMerge
{
    private readonly int[] _newClasses;

    /// <summary>Merges the classes that get the same new name.</summary>
    /// <param name="classes">Names of the classes, in the order of the probabilities' columns.</param>
    /// <param name="newNames">New names by old ones; classes that are not in it keep theirs.</param>
    /// <exception cref="SongGenreException">An old name is not among the classes.</exception>
    public ClassMerge(IReadOnlyList<string> classes, IReadOnlyDictionary<string, string> newNames)
    {
        foreach (var name in newNames.Keys.Order(StringComparer.Ordinal))
        {
            if (classes.Contains(name)) continue;
            throw new SongGenreException(
                $"there is no class '{name}' to merge; the classes are {string.Join(", ", classes)}");
        }

        var merged = new List<string>();
        _newClasses = new int[classes.Count];
        for (var c = 0; c < classes.Count; c++)
        {
            var name = newNames.GetValueOrDefault(classes[c], classes[c]);
            _newClasses[c] = merged.IndexOf(name);
            if (_newClasses[c] >= 0) continue;
            _newClasses[c] = merged.Count;
            merged.Add(name);
        }

        Classes = merged;
    }

    /// <summary>Names of the merged classes, in the order in which the old ones lead to them.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The merged class of each row.</summary>
    /// <param name="labels">Class of each row before the merger.</param>
    /// <exception cref="SongGenreException">There are no labels, or one is out of range.</exception>
    public int[] Labels(ReadOnlySpan<int> labels)
    {
        EvaluationInput.CheckLabels(labels, _newClasses.Length);
        var merged = new int[labels.Length];
        for (var row = 0; row < merged.Length; row++) merged[row] = _newClasses[labels[row]];
        return merged;
    }

    /// <summary>The sums of the merged classes' probabilities, <c>rows × merged classes</c>.</summary>
    /// <param name="probabilities">Predictions before the merger, <c>rows × classes</c>.</param>
    /// <exception cref="SongGenreException">The number of classes is another one.</exception>
    public Probabilities Probabilities(Probabilities probabilities)
    {
        if (probabilities.Classes != _newClasses.Length)
        {
            throw new SongGenreException(
                $"the predictions know {probabilities.Classes} classes, the merger {_newClasses.Length}; "
                + "pass those of the same classes");
        }

        var sums = new double[probabilities.Rows * Classes.Count];
        for (var row = 0; row < probabilities.Rows; row++)
        {
            for (var c = 0; c < _newClasses.Length; c++)
                sums[(row * Classes.Count) + _newClasses[c]] += probabilities[row, c];
        }

        return new(Classes.Count, sums);
    }
}
