using System.Globalization;
using System.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>
/// System.Console for cells. The console belongs to the process, so that all cells share one redirection: text goes to
/// the cell whose code, or whose task or thread, writes it. Text of threads that outlive their cell goes to the process's standard
/// error, and code that belongs to no cell keeps the streams that it had.
/// </summary>
internal static class CellConsole
{
    private static readonly TextWriter Out = TextWriter.Synchronized(new Stream("stdout", Console.Out, Console.Error));
    private static readonly TextWriter Error = TextWriter.Synchronized(new Stream("stderr", Console.Error, Console.Error));
    private static readonly TextReader In = TextReader.Synchronized(new NoInput(Console.In));

    /// <summary>To be called before each cell, since the one before may have redirected the console for itself.</summary>
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

    private sealed class NoInput(TextReader own) : TextReader
    {
        public override int Peek() => Source().Peek();

        public override int Read() => Source().Read();

        public override string? ReadLine() => Source().ReadLine();

        public override string ReadToEnd() => Source().ReadToEnd();

        private TextReader Source() => CellOutputs.Current is null
            ? own
            : throw new NotSupportedException("A notebook runs without a console to read from; set the value in a cell instead.");
    }
}
