return await SongGenre.Cli.CommandTree.RunAsync(args);
