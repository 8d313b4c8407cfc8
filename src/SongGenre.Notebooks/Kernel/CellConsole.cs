using System.Globalization;
using System.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// System.Console for cells. The console belongs to the process, so that all cells share one redirection: text goes to
/// the cell whose code, or whose task or thread, writes it. Text of threads that outlive their cell goes to the
/// process's standard error, and code that belongs to no cell keeps the streams that it had.
/// </summary>
internal static class CellConsole
{
    private static readonly TextWriter Out = new Stream("stdout", Console.Out, Console.Error);
    private static readonly TextWriter Error = new Stream("stderr", Console.Error, Console.Error);
    private static readonly TextReader In = new Reader(Console.In);

    /// <summary>
    /// To be called before each cell: the one before may have redirected the console for itself, or was given up while
    /// it held the lock that the console puts around what it is given here.
    /// </summary>
    public static void Redirect()
    {
        Console.SetOut(Out);
        Console.SetError(Error);
        Console.SetIn(In);
    }

    private sealed class Stream : TextWriter
    {
        private readonly string name;
        private readonly TextWriter own;
        private readonly TextWriter late;

        public Stream(string name, TextWriter own, TextWriter late) : base(CultureInfo.InvariantCulture)
        {
            (this.name, this.own, this.late) = (name, own, late);
            CoreNewLine = ['\n'];
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (CellOutputs.Current is not { } cell) own.Write(buffer);
            else if (!cell.Write(name, buffer)) late.Write(buffer);
        }

        public override void Flush()
        {
            if (CellOutputs.Current is { } cell) cell.Flush();
            else own.Flush();
        }
    }

    private sealed class Reader(TextReader own) : TextReader
    {
        public override int Peek() => CellOutputs.Current is { } cell ? cell.Input.Peek() : own.Peek();

        public override int Read() => CellOutputs.Current is { } cell ? cell.Input.Read() : own.Read();

        public override string? ReadLine() => CellOutputs.Current is { } cell ? cell.Input.ReadLine() : own.ReadLine();

        // Answers have no end; one of them is what a reader waits for.
        public override string ReadToEnd() => CellOutputs.Current is { } cell ? cell.Input.ReadLine() : own.ReadToEnd();
    }
}
