using SongGenre.Forest;

namespace SongGenre.Evaluation;

/// <summary>The negative control: what can't beat it has learned nothing.</summary>
public static class DummyClassifier
{
    /// <summary>
    /// Gives every row the training rows' class shares, as scikit-learn's <c>DummyClassifier(strategy="prior")</c> does.
    /// </summary>
    /// <param name="labels">The training rows' classes, 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="rows">How many rows to predict.</param>
    public static Probabilities Prior(ReadOnlySpan<int> labels, int classes, int rows)
    {
        EvaluationInput.CheckLabels(labels, classes);
        var shares = new double[classes];
        foreach (var label in labels) shares[label] += 1.0 / labels.Length;
        var values = new double[rows * classes];
        for (var row = 0; row < rows; row++) shares.CopyTo(values, row * classes);
        return new Probabilities(classes, values);
    }
}
