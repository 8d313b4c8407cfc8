namespace SongGenre.Features;

/// <summary>What a term is made of; scikit-learn's <c>analyzer</c>.</summary>
public enum TextAnalyzer
{
    /// <summary>Words of two or more letters, digits or underscores; <c>word</c>.</summary>
    Words,

    /// <summary>
    /// Characters (code points) anywhere in a text, in which neighbouring white space counts as one blank; <c>char</c>.
    /// </summary>
    Characters,

    /// <summary>
    /// Characters inside words, each word with a blank at both ends, so that terms tell where a word begins and ends;
    /// <c>char_wb</c>.
    /// </summary>
    WordCharacters,
}
