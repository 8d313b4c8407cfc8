using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    private const string Json = "application/json";
    private static readonly TimeSpan DownloadTime = TimeSpan.FromSeconds(30);

    // What #!value keeps, and what was handed to scripts.
    private readonly Dictionary<string, Dictionary<string, SharedValue>> kept =
        new() { ["value"] = [], ["javascript"] = [] };

    private (ScriptState After, ErrorOutput? Error) Share(MagicLine magic, string language, ScriptState before, CellRun run)
    {
        var value = Find(magic["--from"]!, magic.Argument, magic["--mime-type"] ?? Json, before);
        return Give(language, magic["--as"] ?? magic.Argument, value, before, run);
    }

    private (ScriptState After, ErrorOutput? Error) Set(MagicLine magic, string language, ScriptState before, CellRun run)
    {
        var byReference = magic.Options.ContainsKey("--byref");
        var (name, value) = (magic["--name"]!, magic.Options["--value"]);
        if (byReference && magic["--mime-type"] is not null)
            throw new NotebookException("#!set: --byref and --mime-type exclude each other; remove one of them");
        if (value.Quoted || !value.Text.StartsWith('@'))
            return Give(language, name, new SharedValue(magic["--mime-type"] ?? "text/plain", value.Text), before, run);

        string[] source = [.. value.Text[1..].Split(':', 2)];
        var (from, variable) = source is [var one] ? (language, one) : (source[0], source[1]);
        if (!byReference)
            return Give(language, name, Find(from, variable, magic["--mime-type"] ?? Json, before), before, run);
        if (language != CellLanguage.CSharp || Magic.Language(from) != CellLanguage.CSharp)
            throw new NotebookException("#!set: --byref works from C# to C# only; leave it out and the value is copied");
        RequireName(name);
        if (ScriptVariable.Of(before).All(known => known.Name != variable)) Find(from, variable, Json, before);
        return RunCode($"var @{name} = @{variable};", "#!set", before, run);
    }

    private void Keep(MagicLine magic, CellPart part, CellRun run)
    {
        string[] sources = [.. magic.Options.Keys.Where(option => option.StartsWith("--from-", StringComparison.Ordinal))];
        if (sources.Length > 1)
            throw new NotebookException($"#!value: {sources[0]} and {sources[1]} can't be used together; remove one");
        if (sources.Length == 1 && !string.IsNullOrWhiteSpace(part.Text))
            throw new NotebookException($"#!value: {sources[0]} can't be used together with a text that follows; remove one");
        var mime = magic["--mime-type"];
        var value = sources switch
        {
            ["--from-file"] => new SharedValue(mime ?? "text/plain", Read(magic["--from-file"]!)),
            ["--from-url"] => Download(magic["--from-url"]!, mime, run.Cancel),
            ["--from-value"] => new SharedValue(mime ?? "text/plain", magic["--from-value"]!),
            _ => new SharedValue(mime ?? "text/plain", part.Text.Trim()),
        };
        value.ToObject();
        kept["value"][magic["--name"]!] = value;
        if (mime is not null) Show(run, Faces.Raw(value.Text, mime));
    }

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText(Path.GetFullPath(file, workingDirectory));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException(
                $"#!value --from-file {file}: there is no such file (paths are relative to the notebook's folder); correct the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"#!value --from-file {file}: it can't be read ({e.GetType().Name}); check the file and its permissions");
        }
    }

    private static SharedValue Download(string address, string? mime, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new NotebookException(
                $"#!value --from-url {address}: that is no http or https address; for a file write --from-file");
        try
        {
            using var client = new HttpClient { Timeout = DownloadTime };
            using var response = client.GetAsync(uri, cancel).GetAwaiter().GetResult().EnsureSuccessStatusCode();
            var text = response.Content.ReadAsStringAsync(cancel).GetAwaiter().GetResult();
            return new SharedValue(mime ?? response.Content.Headers.ContentType?.MediaType ?? "text/plain", text);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            throw new NotebookException(
                $"#!value --from-url {address}: it can't be had ({e.Message.ReplaceLineEndings(" ")}); keep a copy and write --from-file");
        }
    }

    private SharedValue Find(string from, string name, string mime, ScriptState state)
    {
        var language = Magic.Language(from)
            ?? throw new NotebookException($"there is no language '{from}' here; write one of {Magic.Languages}");
        var names = Variables(language, state).Select(variable => variable.Name).ToList();
        if (!names.Contains(name))
        {
            var why = language == "javascript" ? " (what scripts set themselves stays where the notebook is shown)" : "";
            var near = Magic.Nearest(name, names) is { } other
                ? $"did you mean {other}?"
                : "set it before, in this cell or an earlier one";
            throw new NotebookException($"there is no variable '{name}' in {language}{why}; {near}");
        }

        return language == CellLanguage.CSharp
            ? SharedValue.Of(name, ScriptVariable.Of(state).First(variable => variable.Name == name).Value, mime)
            : kept[language][name];
    }

    private (ScriptState After, ErrorOutput? Error) Give(
        string language, string name, SharedValue value, ScriptState before, CellRun run)
    {
        RequireName(name);
        switch (language)
        {
            case CellLanguage.CSharp:
                return Declare(name, value.ToObject(), before, run);
            case "javascript":
                CellScope.Javascript($"globalThis[{JsonSerializer.Serialize(name)}] = {value.ToScript()};");
                break;
            case "value":
                break;
            default:
                throw new NotebookException(
                    $"{language} has no variables; share with javascript, whose scripts can write into the page");
        }

        kept[language][name] = value;
        return (before, null);
    }

    private (ScriptState After, ErrorOutput? Error) Declare(string name, object? value, ScriptState before, CellRun run)
    {
        var type = value switch
        {
            string => "string",
            double => "double",
            bool => "bool",
            null => "object",
            _ => "System.Text.Json.JsonDocument",
        };
        var (after, error) = RunCode($"{type} @{name} = default;", "#!set", before, run);
        if (error is null) ScriptVariable.Set(after, name, value);
        return (after, error);
    }

    private IEnumerable<ScriptVariable> Variables(string language, ScriptState state) => language switch
    {
        CellLanguage.CSharp => ScriptVariable.Of(state),
        _ when kept.TryGetValue(language, out var values) =>
            values.Select(pair => new ScriptVariable(pair.Key, typeof(string), pair.Value.Text)),
        _ => throw new NotebookException($"{language} has no variables"),
    };

    private static void RequireName(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new NotebookException($"'{name}' can't be a variable's name; use letters, digits and _, and no digit first");
    }
}
