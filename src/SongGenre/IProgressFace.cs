namespace SongGenre;

/// <summary>One of the places where progress is shown.</summary>
internal interface IProgressFace
{
    /// <summary>Shows how far the work is.</summary>
    void Show(ProgressState state, string? timeLeft);

    /// <summary>Shows what stays.</summary>
    void End(ProgressState state);
}
