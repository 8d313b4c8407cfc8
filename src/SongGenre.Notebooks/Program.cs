using SongGenre.Notebooks.Runner;

if (args is not ["kernel"] || !Console.IsInputRedirected)
{
    Console.Error.WriteLine("This program runs one notebook's cells for a runner; to run notebooks, use the songgenre command.");
    return 2;
}
await new KernelServer().RunAsync();
return 0;
