namespace SongGenre.Data;

/// <summary>Words that mean nothing: one for each rank, the same in every sample.</summary>
internal static class InventedWords
{
    private const string Consonants = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";
    private const int Syllables = 70;

    /// <summary>
    /// The first words, shuffled so that neighbours don't look alike. Two syllables make 4,900, three the others; the
    /// last syllable varies fastest.
    /// </summary>
    public static string[] Take(int count) => [.. Enumerable.Range(0, count).Select(Word)];

    private static string Word(int rank)
    {
        var length = 2;
        var words = Syllables * Syllables;
        for (; rank >= words; words *= Syllables)
        {
            rank -= words;
            length++;
        }

        // 3,001 and the number of words have no common divisor: each word comes once.
        var number = (int)(rank * 3001L % words);
        return string.Create(length * 2, number, static (word, number) =>
        {
            for (var at = word.Length - 2; at >= 0; at -= 2)
            {
                word[at] = Consonants[number % Syllables / Vowels.Length];
                word[at + 1] = Vowels[number % Vowels.Length];
                number /= Syllables;
            }

            word[0] = char.ToUpperInvariant(word[0]);
        });
    }
}
