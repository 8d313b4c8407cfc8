namespace SongGenre.Data;

/// <summary>The steps of the search for data, in their order.</summary>
public enum DataOrigin
{
    /// <summary>Named by the caller or by <c>SONGGENRE_DATA</c>.</summary>
    Given,

    /// <summary>Found under <c>data/raw/</c>.</summary>
    Raw,

    /// <summary>Downloaded from the upstream address.</summary>
    Download,

    /// <summary>Generated, because nothing else was to be had.</summary>
    Sample,
}
