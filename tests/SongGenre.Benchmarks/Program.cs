using SongGenre.Benchmarks;

if (args is ["notebooks", .. var parts]) await NotebookFigures.RunAsync(parts);
else if (args is ["accuracy", .. var rest]) SongGenre.Benchmarks.Accuracy.AccuracyCommand.Run(rest);
else BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(ForestBenchmarks).Assembly).Run(args);
