using System.Runtime.CompilerServices;

namespace SongGenre.Forest;

/// <summary>
/// Moves a node's rows from the right side to the left in the order of one column's codes and keeps the best place to cut.
/// </summary>
internal ref struct Sweep<TImpurity>
    where TImpurity : struct, IImpurity
{
    private readonly ClassTables _tables;
    private readonly Span<int> _left;
    private readonly Span<int> _right;
    private readonly double _weight;
    private readonly int _rows;
    private readonly int _minRows;
    private double _leftSum;
    private double _rightSum;
    private double _leftWeight;
    private int _leftRows;
    private double _bestScore;

    /// <param name="tables">The classes' weights.</param>
    /// <param name="left">Zeros, one for each class; overwritten.</param>
    /// <param name="right">The node's rows of each class; overwritten.</param>
    /// <param name="node">The node that is to be split.</param>
    /// <param name="minRows">Rows that each side must keep.</param>
    /// <param name="bestScore">The score to surpass.</param>
    public Sweep(ClassTables tables, Span<int> left, Span<int> right, NodeTotals node, int minRows, double bestScore)
    {
        _tables = tables;
        _left = left;
        _right = right;
        _weight = node.Weight;
        _rows = node.Rows;
        _minRows = minRows;
        _rightSum = node.Sum;
        _bestScore = bestScore;
    }

    /// <summary>The sum of both sides' scores at the best place so far.</summary>
    public readonly double BestScore => _bestScore;

    /// <summary>The greatest code on the left side of the best cut.</summary>
    public int LeftCode { get; private set; }

    /// <summary>The least code on the right side of the best cut; 0 as long as there is no cut.</summary>
    public int RightCode { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int @class, int draws, int rows)
    {
        var left = _left[@class];
        var right = _right[@class] - draws;
        _leftSum += TImpurity.Growth(_tables, @class, left, draws);
        _rightSum -= TImpurity.Growth(_tables, @class, right, draws);
        _leftWeight += _tables.Weights[@class] * draws;
        _left[@class] = left + draws;
        _right[@class] = right;
        _leftRows += rows;
    }

    /// <summary>Considers a cut between the rows moved so far, the last of which has one code, and the next code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Cut(int leftCode, int rightCode)
    {
        if (_leftRows < _minRows || _rows - _leftRows < _minRows) return;
        var score = _bestScore;
        if (!TImpurity.Improves(_leftSum, _leftWeight, _rightSum, _weight - _leftWeight, ref score)) return;
        if (_tables.IsLopsided && !_tables.Improves<TImpurity>(_left, _right, _bestScore, out score)) return;
        _bestScore = score;
        LeftCode = leftCode;
        RightCode = rightCode;
    }
}

/// <summary>A node's distinct rows, their weight, and the criterion's sum over classes.</summary>
internal readonly record struct NodeTotals(int Rows, double Weight, double Sum);
