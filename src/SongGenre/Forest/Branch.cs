namespace SongGenre.Forest;

/// <summary>A node that waits to be split.</summary>
/// <param name="Node">The node's number.</param>
/// <param name="Start">The first of its rows among the tree's.</param>
/// <param name="End">The row after its last.</param>
/// <param name="Depth">Splits above it.</param>
/// <param name="Mark">The mark that its rows bear; see <see cref="Entry"/>.</param>
/// <param name="Seed">What its children draw their columns by.</param>
/// <param name="Counts">How often rows of each class were drawn.</param>
/// <param name="Cut">Where it will be split.</param>
/// <param name="Decrease">By how much that reduces impurity times weight.</param>
internal readonly record struct Branch(int Node, int Start, int End, int Depth, int Mark, ulong Seed, int[] Counts, Cut Cut, double Decrease);
