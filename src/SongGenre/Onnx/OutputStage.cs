namespace SongGenre.Onnx;

/// <summary>The answers under their names.</summary>
internal static class OutputStage
{
    /// <summary>The column of the most probable genre.</summary>
    public const string Genre = "genre";

    /// <summary>Declares the outputs of a face.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="face">Which face.</param>
    /// <param name="genres">The genres.</param>
    /// <param name="label">The most probable genre, <c>rows</c>.</param>
    /// <param name="probabilities">The probabilities, <c>rows × genres</c> floats.</param>
    public static void Add(
        OnnxGraph graph, OnnxFace face, IReadOnlyList<string> genres, string label, string probabilities)
    {
        if (face == OnnxFace.Matrices)
        {
            Name("label", label, ElementType.Text, "rows");
            Name(
                "probabilities",
                probabilities,
                ElementType.Float,
                "rows",
                FormattableString.Invariant($"{genres.Count}"));
            return;
        }

        Name(Genre, label, ElementType.Text, "rows");
        for (var g = 0; g < genres.Count; g++)
        {
            var one = graph.Add("Gather", [probabilities, graph.Constant(OnnxTensor.Of((long)g))],
                OnnxAttribute.Of("axis", 1));
            Name(genres[g], one, ElementType.Float, "rows");
        }

        void Name(string name, string value, ElementType type, params string[] shape)
        {
            graph.Add("", "Identity", [value], [name]);
            graph.Output(name, type, shape);
        }
    }
}
