using SongGenre.Notebooks.Runner;

if (args is not ["kernel", var pipe])
{
    Console.Error.WriteLine("This program runs one notebook's cells for a runner; to run notebooks, use the songgenre command.");
    return 2;
}
using var server = new KernelServer(pipe);
await server.RunAsync();
return 0;
