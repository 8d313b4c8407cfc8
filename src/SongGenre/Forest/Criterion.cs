namespace SongGenre.Forest;

/// <summary>How impure a node is (Breiman et al., Classification and Regression Trees, 1984, chapter 4).</summary>
public enum Criterion
{
    /// <summary>1 − Σ p², the chance that two rows drawn from the node are of different classes.</summary>
    Gini,

    /// <summary>−Σ p log₂ p, in bits.</summary>
    Entropy,
}
