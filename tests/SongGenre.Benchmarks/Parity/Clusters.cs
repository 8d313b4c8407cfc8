namespace SongGenre.Benchmarks.Parity;

/// <summary>
/// Gaussian clusters around the corners of a hypercube, each sheared in its own way, beside columns that mix the others
/// and columns of noise: the recipe of Guyon, Design of experiments for the NIPS 2003 variable selection benchmark
/// (2003), which scikit-learn's <c>make_classification</c> follows too.
/// </summary>
/// <param name="Shares">Share of each class; they sum to 1.</param>
internal sealed record Clusters(double[] Shares)
{
    private const int StructureSeed = 20031;

    /// <summary>Rows to train and to test together.</summary>
    public int Rows { get; init; } = 8_000;

    /// <summary>Columns that the clusters lie in.</summary>
    public int Informative { get; init; } = 8;

    /// <summary>Columns that are sums of those.</summary>
    public int Redundant { get; init; } = 4;

    /// <summary>Columns that say nothing.</summary>
    public int Useless { get; init; } = 4;

    /// <summary>Clusters of each class.</summary>
    public int ClustersPerClass { get; init; } = 2;

    /// <summary>Half a hypercube's edge.</summary>
    public double Separation { get; init; } = 1;

    /// <summary>Share of rows whose class is drawn anew, any class alike.</summary>
    public double Flipped { get; init; } = 0.01;

    /// <summary>Rows of the same clusters, others for each seed.</summary>
    public ParityData Draw(int seed)
    {
        var structure = new Random(StructureSeed);
        var clusters = Shares.Length * ClustersPerClass;
        double[][] centres = [.. Times(clusters, () => Vector(Informative, () => Corner(structure)))];
        double[][][] shears = [.. Times(clusters, () => Square(structure))];
        double[][] mixes = [.. Times(Redundant, () => Vector(Informative, () => Uniform(structure)))];

        var random = new Random(seed);
        double[][] columns = [.. Times(Informative + Redundant + Useless, () => new double[Rows])];
        var labels = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var @class = Pick(Shares, random);
            var cluster = (@class * ClustersPerClass) + random.Next(ClustersPerClass);
            var drawn = Vector(Informative, () => Normal(random));
            var point = Array.ConvertAll(shears[cluster], side => Dot(side, drawn));
            for (var c = 0; c < Informative; c++) columns[c][row] = point[c] += centres[cluster][c];
            for (var c = 0; c < Redundant; c++) columns[Informative + c][row] = Dot(mixes[c], point);
            for (var c = 0; c < Useless; c++) columns[Informative + Redundant + c][row] = Normal(random);
            labels[row] = random.NextDouble() < Flipped ? random.Next(Shares.Length) : @class;
        }

        return ParityData.Of(columns, labels, Shares.Length);
    }

    /// <summary>A class, each as likely as its share says.</summary>
    public static int Pick(double[] shares, Random random)
    {
        var (at, left) = (0, random.NextDouble() * shares.Sum());
        while (at < shares.Length - 1 && (left -= shares[at]) >= 0) at++;
        return at;
    }

    /// <summary>A number of the standard normal distribution (Box and Muller, 1958).</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private double Corner(Random random) => random.Next(2) == 0 ? -Separation : Separation;

    private double[][] Square(Random random) =>
        [.. Times(Informative, () => Vector(Informative, () => Uniform(random)))];

    private static double Uniform(Random random) => (2 * random.NextDouble()) - 1;

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Vector(int length, Func<double> next) => [.. Times(length, next)];

    private static IEnumerable<T> Times<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());
}
