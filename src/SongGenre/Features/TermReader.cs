namespace SongGenre.Features;

/// <summary>
/// Takes texts apart into terms as scikit-learn does: runs of two or more word characters (<c>(?u)\b\w\w+\b</c>),
/// alone or joined by single blanks, or characters. One reader serves one thread; its buffers are used again for each
/// text.
/// </summary>
internal sealed partial class TermReader(NgramRange ngrams, TextAnalyzer analyzer, bool lowercase)
{
    private readonly List<(int Start, int End)> _words = [];
    private readonly List<(int Start, int Length)> _terms = [];
    private char[] _buffer = new char[256];

    /// <summary>Number of terms in the text read last, repeated ones included.</summary>
    public int Count => _terms.Count;

    /// <summary>A term of the text read last; valid until the next is read.</summary>
    public ReadOnlySpan<char> this[int term] => _buffer.AsSpan(_terms[term].Start, _terms[term].Length);

    /// <summary>Reads a text's terms.</summary>
    public void Read(string text)
    {
        if (lowercase) text = PythonText.Lower(text);
        _terms.Clear();
        switch (analyzer)
        {
            case TextAnalyzer.Words:
                ReadWords(text);
                JoinWords();
                break;
            case TextAnalyzer.Characters:
                ReadCharacters(text);
                break;
            default:
                ReadWordsCharacters(text);
                break;
        }
    }

    private void JoinWords()
    {
        for (var n = ngrams.Min; n <= ngrams.Max; n++)
        {
            for (var first = 0; first + n <= _words.Count; first++)
            {
                var start = _words[first].Start;
                _terms.Add((start, _words[first + n - 1].End - start));
            }
        }
    }

    // Words go into the buffer with one blank between them, so that every term is a slice of it.
    private void ReadWords(ReadOnlySpan<char> text)
    {
        _words.Clear();
        Reserve(text.Length + 1);
        var written = 0;
        var start = 0;
        var characters = 0;
        for (var at = 0; at <= text.Length;)
        {
            var length = 1;
            if (at < text.Length && PythonText.IsWord(text, at, out length))
            {
                characters++;
                at += length;
                continue;
            }

            if (characters >= 2)
            {
                text[start..at].CopyTo(_buffer.AsSpan(written));
                _words.Add((written, written + at - start));
                written += at - start;
                _buffer[written++] = ' ';
            }

            at += length;
            start = at;
            characters = 0;
        }
    }

    private void Reserve(int length)
    {
        if (_buffer.Length < length) _buffer = new char[Math.Max(length, 2 * _buffer.Length)];
    }
}
