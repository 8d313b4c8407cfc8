using System.Text;
using SongGenre.Data;

namespace SongGenre.Tracking.Wandb;

public sealed partial class WandbRun
{
    private const int LongestMediaName = 100;

    private enum FileKind
    {
        Other = 0,
        Wandb = 1,
        Media = 2,
    }

    /// <summary>Adds a copy of a file to the run's files.</summary>
    /// <param name="path">Where it goes, with forward slashes: <c>report/index.html</c>.</param>
    /// <param name="source">The file to copy.</param>
    /// <exception cref="SongGenreException">The path leaves the run, or the file can't be copied.</exception>
    public void AddFile(string path, string source)
    {
        Inside(path);
        using var read = OpenSource(source);
        Guard(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath(path))!);
            using var copy = File.Create(FilePath(path));
            read.CopyTo(copy);
        });
        Write(() => AppendFile(path, FileKind.Other));
    }

    /// <summary>Records console output as it comes; a line's end is a line feed.</summary>
    /// <exception cref="SongGenreException">It can't be written.</exception>
    public void Output(string text, bool isError = false) => Write(() =>
    {
        var now = _clock.GetUtcNow();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) + 1;
            var line = text[start..(start = end > 0 ? end : text.Length)];
            Append(
                record => record.Message(13, () =>
                {
                    record.Integer(1, isError ? 0 : 1);
                    PutTime(record, 2, now);
                    record.Text(3, line);
                }),
                isUrgent: false);
        }

        _output.Write(Encoding.UTF8.GetBytes(text));
    });

    // A path may not leave the folder that it is put in.
    private static string Inside(string path)
    {
        if (!PortablePath.IsOne(path))
        {
            throw new SongGenreException(
                $"{WandbJson.Of(path)} can't be a path in a Weights & Biases run; give names joined by '/'.");
        }

        return path;
    }

    private static FileStream OpenSource(string source)
    {
        try
        {
            return File.OpenRead(source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SongGenreException($"{source}: can't be read for Weights & Biases: {OneLine(e)}", e);
        }
    }

    private static string MediaName(string name, long step, string sha256, string extension)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
        var cut = plain[..Math.Min(plain.Length, LongestMediaName)];
        return FormattableString.Invariant($"{cut}_{step}_{sha256[..20]}{extension}");
    }

    private string FilePath(string path) => Path.Combine(Folder, "files", path);

    private void AppendFile(string path, FileKind kind, bool isAtEnd = false) => Append(
        record => record.Message(6, () => record.Message(1, () =>
        {
            record.Text(1, path);
            record.Integer(2, isAtEnd ? 1 : 0);
            record.Integer(3, (int)kind);
        })),
        isUrgent: false);

    private string JsonOf(string name, object? value, long step) => value switch
    {
        WandbPicture picture => PictureJson(name, picture, step),
        WandbTable table => TableJson(name, table, step),
        _ => WandbJson.Of(value),
    };

    private string PictureJson(string name, WandbPicture picture, long step)
    {
        var json = AddMedia("images", "image-file", name, picture.Png, step, ".png");
        json["format"] = "png";
        json["width"] = picture.Width;
        json["height"] = picture.Height;
        if (picture.Caption is not null) json["caption"] = picture.Caption;
        return WandbJson.Of(json);
    }

    private string TableJson(string name, WandbTable table, long step)
    {
        var content = WandbJson.Of(
            new Dictionary<string, object?> { ["columns"] = table.Columns, ["data"] = table.Rows });
        var json = AddMedia("table", "table-file", name, Encoding.UTF8.GetBytes(content), step, ".table.json");
        json["ncols"] = table.Columns.Count;
        json["nrows"] = table.Rows.Count;
        return WandbJson.Of(json);
    }

    private Dictionary<string, object?> AddMedia(
        string folder, string type, string name, byte[] content, long step, string extension)
    {
        var sha256 = TableHash.OfBytes(content);
        var path = $"media/{folder}/{MediaName(name, step, sha256, extension)}";
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath(path))!);
        File.WriteAllBytes(FilePath(path), content);
        AppendFile(path, FileKind.Media);
        return new() { ["_type"] = type, ["sha256"] = sha256, ["size"] = content.Length, ["path"] = path };
    }
}
