using SongGenre.Notebooks.Jupyter;
using SongGenre.Notebooks.Runner;

switch (args)
{
    case ["kernel", var pipe]:
        using (var server = new KernelServer(pipe)) server.Run();
        return 0;
    case ["jupyter", var connectionFile]:
        var code = JupyterServer.Run(connectionFile);
        // A cell may have left threads that would go on for ever.
        Environment.Exit(code);
        return code;
    default:
        Console.Error.WriteLine(
            "This program runs one notebook's cells for a runner or a Jupyter client; to run notebooks, use the songgenre command.");
        return 2;
}
