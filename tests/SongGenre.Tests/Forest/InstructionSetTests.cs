using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using SongGenre.Forest;

namespace SongGenre.Tests.Forest;

public class InstructionSetTests
{
    private const string FileVariable = "SONGGENRE_TESTS_FOREST_FILE";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 32)]
    [InlineData("DOTNET_EnableAVX2", 16)]
    [InlineData("DOTNET_EnableHWIntrinsic", 16)]
    public void A_machine_with_narrower_registers_grows_the_same_forest(string variable, int widest)
    {
        var file = Path.GetTempFileName();
        try
        {
            Run(file, variable);
            var lines = File.ReadAllLines(file);
            Assert.InRange(int.Parse(lines[0], null), 0, widest);
            Assert.Equal(Hashes(), lines[1..]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_forest_has_the_same_bytes_whenever_it_is_grown()
    {
        var hashes = Hashes();
        Assert.Equal(hashes, Hashes());
        // The test above runs this one in a process of its own and reads what it finds.
        if (Environment.GetEnvironmentVariable(FileVariable) is { } file)
            File.WriteAllLines(file, [$"{WidestRegister()}", .. hashes]);
    }

    private static int WidestRegister() =>
        Vector512.IsHardwareAccelerated ? 64
        : Vector256.IsHardwareAccelerated ? 32
        : Vector128.IsHardwareAccelerated ? 16 : 0;

    private static string[] Hashes()
    {
        var (x, labels) = Trees.Data(3000, 6, 15, 11, distinct: 3000);
        int[] rows = [.. Enumerable.Range(0, 3000).Where(row => labels[row] % 5 == row % 5)];
        // So many columns, nearly all empty, that a node draws several at a time and divides rows in prediction.
        x = new(3000, [.. x.Columns, .. Enumerable.Range(0, 110).Select(c => Few(rows[c..(c + 20)]))]);
        // So many dense columns that small nodes have their codes row by row.
        var (dense, denseLabels) = Trees.Data(3000, 18, 15, 12, distinct: 3000);
        return
        [
            Hash(dense, denseLabels, new() { Trees = 5, Threads = 2 }),
            .. from criterion in Enum.GetValues<Criterion>()
               from splitter in Enum.GetValues<Splitter>()
               from leaf in (int[])[1, 5]
               select Hash(x, labels, new()
               {
                   Trees = 5,
                   Criterion = criterion,
                   Splitter = splitter,
                   MinSamplesLeaf = leaf,
                   Threads = 2,
               }),
        ];

        static string Hash(ColumnMatrix x, int[] labels, ForestOptions options)
        {
            var forest = Trees.Fit(x, labels, 15, options);
            double[] probabilities = [.. Trees.All(forest.On(x)), .. Trees.All(forest.OutOfBag!.Probabilities)];
            return Convert.ToHexString(SHA256.HashData(
                [.. Trees.Bytes(forest), .. MemoryMarshal.AsBytes(probabilities.AsSpan())]));
        }
    }

    private static void Run(string file, string variable)
    {
        var program = Environment.ProcessPath!;
        string[] test = ["-method", $"*.{nameof(InstructionSetTests)}.{nameof(A_forest_has_the_same_bytes_whenever_it_is_grown)}"];
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(InstructionSetTests).Assembly.Location, .. test] : test)
        {
            RedirectStandardOutput = true,
            Environment = { [variable] = "0", [FileVariable] = file },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }

    private static Column Few(int[] rows) => Column.Sparse(3000, rows, Array.ConvertAll(rows, row => row / 7.0));
}
