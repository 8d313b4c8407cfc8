namespace SongGenre.Tracking.Wandb;

/// <summary>The value of one name in a run's summary, kept up as the steps come.</summary>
internal sealed class WandbSummary(WandbAggregates aggregates, WandbGoal goal)
{
    private readonly WandbAggregates _aggregates = aggregates;
    private readonly WandbGoal _goal = goal;
    private string? _last;
    private string? _explicit;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _sum;
    private long _count;

    /// <summary>The JSON of the value; null as long as there is none.</summary>
    public string? Json
    {
        get
        {
            if (_explicit is not null) return _explicit;
            if (_aggregates == WandbAggregates.None || _count == 0) return _last;
            var kept = new Dictionary<string, object?>();
            void Keep(WandbAggregates aggregate, string name, double value)
            {
                if (_aggregates.HasFlag(aggregate)) kept[name] = value;
            }

            Keep(WandbAggregates.Min, "min", _min);
            Keep(WandbAggregates.Max, "max", _max);
            Keep(WandbAggregates.Mean, "mean", _sum / _count);
            Keep(WandbAggregates.Best, "best", _goal == WandbGoal.Maximize ? _max : _min);
            var json = WandbJson.Of(kept);
            return !_aggregates.HasFlag(WandbAggregates.Last) ? json
                : $"{json[..^1]}{(kept.Count > 0 ? "," : "")}\"last\":{_last}}}";
        }
    }

    /// <summary>Takes a step's value; what is no number counts for the last value alone.</summary>
    public void Add(object? value, string json)
    {
        _last = json;
        double? number = value switch
        {
            double or float or decimal or sbyte or byte or short or ushort or int or uint or long or ulong =>
                Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        };
        if (number is not { } finite || double.IsNaN(finite)) return;
        _min = Math.Min(_min, finite);
        _max = Math.Max(_max, finite);
        _sum += finite;
        _count++;
    }

    /// <summary>Sets the value, whatever steps said or will say.</summary>
    public void Set(string json) => _explicit = json;

    /// <summary>The same value under another definition of the metric.</summary>
    public WandbSummary With(WandbAggregates aggregates, WandbGoal goal) => new(aggregates, goal)
    {
        _last = _last,
        _explicit = _explicit,
        _min = _min,
        _max = _max,
        _sum = _sum,
        _count = _count,
    };
}
