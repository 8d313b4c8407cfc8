namespace SongGenre.Forest;

/// <summary>
/// One row of a tree in one word: above the row (or, while a column is sorted, its code; or, among all rows of the tree,
/// the mark of the row's node), then the class, then how often the row was drawn.
/// </summary>
internal static class Entry
{
    public const int MaxClasses = ushort.MaxValue + 1;

    public static ulong Of(int row, int @class, int draws) => ((ulong)(uint)row << 32) | ((ulong)(uint)@class << 16) | (uint)draws;

    public static ulong WithCode(ulong entry, ushort code) => (uint)entry | ((ulong)code << 32);

    public static ulong WithMark(ulong entry, int mark) => (uint)entry | ((ulong)(uint)mark << 32);

    public static int Row(ulong entry) => (int)(entry >> 32);

    public static int Code(ulong keyed) => (int)(keyed >> 32);

    public static int Mark(ulong member) => (int)(member >> 32);

    public static int Class(ulong entry) => (ushort)(entry >> 16);

    /// <summary>The class as an offset: what is added to a place in memory as it is, without being widened.</summary>
    public static nuint ClassIndex(ulong entry) => (uint)entry >> 16;

    public static int Draws(ulong entry) => (ushort)entry;
}
