using SongGenre.Benchmarks;

if (args is ["notebooks", .. var parts]) await NotebookFigures.RunAsync(parts);
else if (args is ["onnx", .. var rows]) OnnxComparison.Run(rows);
else BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(ForestBenchmarks).Assembly).Run(args);
