namespace SongGenre.Notebooks.Documents;

/// <summary>What a new notebook holds.</summary>
public static class NotebookTemplate
{
    /// <summary>Writes a new C# notebook: a heading with the file's name, and a code cell that runs.</summary>
    /// <param name="path">The .ipynb file; its folder is created where missing.</param>
    /// <exception cref="NotebookException">There is such a file, the name doesn't end in .ipynb, or it can't be
    /// written.</exception>
    public static void Create(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".ipynb", StringComparison.Ordinal))
            throw new NotebookException($"{path}: a notebook's name ends in .ipynb");
        if (Path.Exists(path)) throw new NotebookException($"{path}: it exists already; choose another name");
        var name = Path.GetFileNameWithoutExtension(path);
        if (name.Length == 0) throw new NotebookException($"{path}: a notebook needs a name before .ipynb");
        var notebook = new Notebook
        {
            Cells =
            [
                new Cell { Kind = CellKind.Markdown, Id = "title", Source = $"# {name}" },
                new Cell { Kind = CellKind.Code, Id = "hello", Source = "Console.WriteLine(\"Hello\");" },
            ],
        };
        KernelMetadata.Write(notebook.Metadata);
        NotebookFile.Write(path, notebook);
    }
}
