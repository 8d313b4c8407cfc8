namespace SongGenre.Evaluation;

/// <summary>How a model's probabilities are brought nearer to how often it is right.</summary>
public sealed record CalibrationOptions
{
    /// <summary><see cref="Method"/>'s value for probabilities as the trees give them.</summary>
    public const string None = "none";

    /// <summary><see cref="Method"/>'s value for one temperature.</summary>
    public const string Temperature = "temperature";

    /// <summary><see cref="Method"/>'s value for a matrix and a shift.</summary>
    public const string Dirichlet = "dirichlet";

    /// <summary>
    /// <c>none</c> (default), <c>temperature</c> (one number; the most probable genre stays the same) or
    /// <c>dirichlet</c> (a weight for each pair of genres and a shift for each genre; the most probable genre may be
    /// another). Both are fitted on the training rows' out-of-bag probabilities, so the forest must have them. Takes
    /// less than a second, and several.
    /// </summary>
    public string Method
    {
        get;
        init => field = value is None or Temperature or Dirichlet
            ? value
            : throw new SongGenreException($"method is '{value}'; it must be {None}, {Temperature} or {Dirichlet}.");
    } = None;
}
