using System.Text;

namespace SongGenre.Tracking.Reproduction;

/// <summary>A command's arguments as they are on record, to be given again.</summary>
internal sealed class CommandLine
{
    private readonly List<string> _arguments;

    private CommandLine(List<string> arguments) => _arguments = arguments;

    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>Takes a line apart as a shell does: blanks part, quotes join, a backslash takes what follows.</summary>
    public static CommandLine Parse(string text)
    {
        var (words, word, quote, isWord) = (new List<string>(), new StringBuilder(), '\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                (quote, isWord) = (c, true);
            }
            else if (c == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                isWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                End();
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        End();
        return new(words);

        void End()
        {
            if (isWord) words.Add(word.ToString());
            word.Clear();
            isWord = false;
        }
    }

    /// <summary>Puts another value in the place of each that an option has.</summary>
    /// <param name="option">The option, such as <c>--out</c>.</param>
    /// <param name="change">From the value to the one in its place; null takes option and value away.</param>
    public void Replace(string option, Func<string, string?> change)
    {
        for (var i = 0; i < _arguments.Count; i++)
        {
            var argument = _arguments[i];
            var isJoined = argument.Length > option.Length + 1 && argument[option.Length] is '=' or ':'
                && argument.StartsWith(option, StringComparison.Ordinal);
            if (!isJoined && (argument != option || i + 1 == _arguments.Count)) continue;
            var value = change(isJoined ? argument[(option.Length + 1)..] : _arguments[i + 1]);
            _arguments.RemoveRange(i, isJoined ? 1 : 2);
            if (value is null) i--;
            else _arguments.InsertRange(i++, [option, value]);
        }
    }

    /// <summary>Puts another argument in the place of each that no option stands before.</summary>
    /// <param name="isMeant">Which of them.</param>
    /// <param name="change">From the argument to the one in its place.</param>
    public void ReplaceArguments(Func<string, bool> isMeant, Func<string, string> change)
    {
        for (var i = 1; i < _arguments.Count; i++)
        {
            var isValue = _arguments[i - 1] is "--out" or "--data" or "--set" or "--tag" or "--notes";
            if (!isValue && !_arguments[i].StartsWith('-') && isMeant(_arguments[i]))
                _arguments[i] = change(_arguments[i]);
        }
    }

    public void Add(params IEnumerable<string> arguments) => _arguments.AddRange(arguments);

    /// <summary>An argument as a shell takes it, and <see cref="Parse"/>.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0
        && argument.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or ',')
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public override string ToString() => string.Join(' ', _arguments.Select(Quoted));
}
