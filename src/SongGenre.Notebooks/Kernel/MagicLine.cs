using System.Text;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A line of a cell that gives a command.</summary>
/// <param name="Magic">The command.</param>
/// <param name="Argument">The word besides the options; empty when there is none.</param>
/// <param name="Options">The options' values; an option that stands alone has an empty one.</param>
internal sealed record MagicLine(Magic Magic, string Argument, IReadOnlyDictionary<string, MagicLine.Word> Options)
{
    /// <summary>Whether the line asks how the magic is used.</summary>
    public bool AsksForHelp => Options.ContainsKey("-h");

    /// <summary>An option's value, or null when it isn't given.</summary>
    public string? this[string option] => Options.GetValueOrDefault(option)?.Text;

    /// <summary>A word of the line.</summary>
    /// <param name="Text">The word, without quotes around it.</param>
    /// <param name="Quoted">Whether it begins with a quote, so that no character of it means anything.</param>
    internal sealed record Word(string Text, bool Quoted)
    {
        public bool IsOption => !Quoted && Text.StartsWith("--", StringComparison.Ordinal);
    }

    /// <summary>Reads a line that begins with <c>#!</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="input">Answers what the line leaves open.</param>
    /// <exception cref="NotebookException">
    /// There is no such magic, what follows it is wrong, or nobody is there to ask.
    /// </exception>
    public static MagicLine Parse(string line, CellInput input)
    {
        var words = Words(line[2..]);
        var magic = Magic.Find(words[0].Text) ?? throw new NotebookException(Magic.Refusal(words[0].Text));
        var options = new Dictionary<string, Word>();
        Word? argument = null;
        NotebookException Wrong(string what) =>
            new($"#!{magic.Name}: {what}; write #!{magic.Name} {magic.Usage}".TrimEnd());
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i].Text;
            if (!words[i].Quoted && word is "-h" or "--help" or "-?")
                return new MagicLine(magic, "", new Dictionary<string, Word> { ["-h"] = words[i] });
            if (words[i].IsOption)
            {
                var takesValue = magic.Options.Contains(word);
                if (!takesValue && !magic.Flags.Contains(word))
                    throw Wrong($"there is no option {word}{Meant(word, magic)}");
                if (takesValue && (++i == words.Count || words[i].IsOption)) throw Wrong($"{word} needs a value");
                if (!options.TryAdd(word, words[i])) throw Wrong($"{word} is given twice");
            }
            else if (magic.Argument is null || argument is not null)
            {
                var quotes = magic.Argument is null ? "" : " (text with spaces needs quotes)";
                throw Wrong($"'{word}' is one word too many{quotes}");
            }
            else
            {
                argument = words[i];
            }
        }

        if (magic.Required.FirstOrDefault(option => !options.ContainsKey(option)) is { } missing)
            throw Wrong($"{missing} is missing");
        if (magic.Argument is not null && string.IsNullOrEmpty(argument?.Text))
            throw Wrong($"{magic.Argument} is missing");
        foreach (var (option, word) in options.ToList()) options[option] = Answered(word, option, input);
        return new MagicLine(magic, argument is null ? "" : Answered(argument, magic.Name, input).Text, options);
    }

    private static string Meant(string word, Magic magic) =>
        Magic.Nearest(word.Split('=', ':')[0], magic.Options.Concat(magic.Flags)) is { } near
            ? $", perhaps {near}"
            : "";

    // An answer is a text that no character means anything in.
    private static Word Answered(Word word, string what, CellInput input)
    {
        string[] question = [.. word.Text.Split(':', 2)];
        if (word.Quoted || question[0] is not ("@input" or "@password")) return word;
        if (!input.HasSomebody)
        {
            throw new NotebookException($"{question[0]} is not supported: nobody can be asked in a run without a screen; "
                + "write the value instead");
        }

        var prompt = question is [_, { Length: > 0 } given] ? given : what;
        var answer = input.AskAsync(new InputRequest(prompt + " ", question[0] == "@password"));
        return new Word(answer.GetAwaiter().GetResult(), Quoted: true);
    }

    // Quotes hold words together and are no part of them; nothing escapes them.
    private static List<Word> Words(string text)
    {
        var words = new List<Word>();
        var word = new StringBuilder();
        bool within = false, quoted = false;
        foreach (var c in text.TrimEnd() + " ")
        {
            if (c == '"')
            {
                if (word.Length == 0) quoted = true;
                within = !within;
            }
            else if (within || c is not (' ' or '\t'))
            {
                word.Append(c);
            }
            else if (word.Length > 0 || quoted)
            {
                words.Add(new Word(word.ToString(), quoted));
                word.Clear();
                quoted = false;
            }
        }

        if (within)
        {
            throw new NotebookException(
                $"#!{words.FirstOrDefault()?.Text}: a quote is not closed; add the missing \"");
        }

        return words;
    }
}
