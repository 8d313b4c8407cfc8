namespace SongGenre.Features;

/// <content>Terms of characters, as scikit-learn's <c>char</c> and <c>char_wb</c> make them.</content>
internal sealed partial class TermReader
{
    // Where each code point of a piece begins in the buffer, and where the last one ends.
    private readonly List<int> _starts = [];

    /// <summary>The whole text is one piece; white space of two or more characters is one blank in it.</summary>
    private void ReadCharacters(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        var written = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && PythonText.IsSpace(text[end])) end++;
            _buffer[written++] = end - at > 1 ? ' ' : text[at];
            at = Math.Max(end, at + 1);
        }

        FindCharacters(0, written);
        for (var n = ngrams.Min; n <= ngrams.Max; n++) AddCharacters(n);
    }

    /// <summary>Each word is a piece, with a blank at both ends.</summary>
    private void ReadWordsCharacters(ReadOnlySpan<char> text)
    {
        // A word of one character takes three places.
        Reserve(3 * text.Length);
        var written = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && !PythonText.IsSpace(text[end])) end++;
            if (end > at)
            {
                var start = written;
                _buffer[written++] = ' ';
                text[at..end].CopyTo(_buffer.AsSpan(written));
                written += end - at;
                _buffer[written++] = ' ';
                FindCharacters(start, written);
                AddWord();
            }

            at = end + 1;
        }
    }

    // A word that is shorter than a term is a term itself, but only once.
    private void AddWord()
    {
        var length = _starts.Count - 1;
        for (var n = ngrams.Min; n <= ngrams.Max; n++)
        {
            AddCharacters(Math.Min(n, length));
            if (n >= length) break;
        }
    }

    private void AddCharacters(int count)
    {
        for (var first = 0; first + count < _starts.Count; first++)
            _terms.Add((_starts[first], _starts[first + count] - _starts[first]));
    }

    private void FindCharacters(int start, int end)
    {
        _starts.Clear();
        for (var at = start; at < end; at++)
        {
            _starts.Add(at);
            if (at + 1 < end && char.IsSurrogatePair(_buffer[at], _buffer[at + 1])) at++;
        }

        _starts.Add(end);
    }
}
