using SongGenre.Benchmarks;
using SongGenre.Benchmarks.Accuracy;
using SongGenre.Benchmarks.Compare;
using SongGenre.Benchmarks.Parity;

if (args is ["notebooks", .. var parts]) await NotebookFigures.RunAsync(parts);
else if (args is ["compare", .. var asked]) Environment.ExitCode = await CompareCommand.RunAsync(asked);
else if (args is ["parity", .. var problems]) Environment.ExitCode = await ParityCommand.RunAsync(problems);
else if (args is ["peer", var program, var mode, var folder]) OwnPeer.Run(program, mode, folder);
else if (args is ["accuracy", .. var rest]) AccuracyCommand.Run(rest);
else if (args is ["onnx", .. var rows]) OnnxComparison.Run(rows);
else BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(ForestBenchmarks).Assembly).Run(args);
