using System.Globalization;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

public sealed partial class CSharpKernel
{
    private (ScriptState After, ErrorOutput? Error) Import(string file, ScriptState before, CellRun run)
    {
        NotebookException Wrong(string reason) => new($"#!import {file}: {reason}");

        var path = Path.GetFullPath(file, workingDirectory);
        var shown = Path.GetRelativePath(workingDirectory, path).Replace('\\', '/');
        if (!File.Exists(path))
            throw Wrong("there is no such file (paths are relative to the notebook's folder); correct the path");
        var files = run.Files.Add(shown);
        if (run.Files.Contains(shown))
        {
            var circle = string.Join(" → ", files);
            throw Wrong($"the files import each other without end ({circle}); remove one of these imports");
        }

        var deeper = run with { Files = files };
        try
        {
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".cs" or ".csx":
                    return RunParts(File.ReadAllText(path), CellLanguage.CSharp, shown, before, deeper);
                case ".html":
                    return RunParts(File.ReadAllText(path), "html", shown, before, deeper);
                case ".js":
                    return RunParts(File.ReadAllText(path), "javascript", shown, before, deeper);
                case ".ipynb":
                    return ImportNotebook(NotebookFile.Read(path), shown, before, deeper);
                default:
                    throw Wrong("only .cs, .csx, .ipynb, .html and .js files can be imported; correct the ending");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(e.Message.Replace(path, shown, StringComparison.Ordinal));
        }
        catch (NotebookException e) when (e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw Wrong(e.Message.Replace(path, shown, StringComparison.Ordinal));
        }
    }

    private (ScriptState After, ErrorOutput? Error) ImportNotebook(
        Notebook notebook, string shown, ScriptState before, CellRun run)
    {
        CellLanguage.RequireCSharp(notebook, shown);
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var cell = notebook.Cells[i];
            if (!CellLanguage.Runs(cell) || CellTags.Has(cell, CellTags.SkipExecution)) continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"{shown}, cell {i + 1}");
            (before, var error) = RunCell(cell.Source, CellLanguage.Of(cell), name, before, run);
            if (error is not null) return (before, error);
        }

        return (before, null);
    }
}
