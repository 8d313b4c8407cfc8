using SongGenre.Benchmarks;

if (args is ["notebooks", .. var parts]) await NotebookFigures.RunAsync(parts);
else BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(ForestBenchmarks).Assembly).Run(args);
