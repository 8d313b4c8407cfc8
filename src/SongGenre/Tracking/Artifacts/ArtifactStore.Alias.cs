namespace SongGenre.Tracking.Artifacts;

public sealed partial class ArtifactStore
{
    /// <summary>Lets an alias point to a version, wherever it pointed before.</summary>
    /// <param name="reference"><c>name:v3</c>, <c>name:alias</c>, or <c>name</c> for <c>name:latest</c>.</param>
    /// <param name="alias">The alias, such as <c>best</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="SongGenreException">
    /// The reference is unknown; or the alias is no name, is <c>latest</c>, or looks like a version.
    /// </exception>
    public ArtifactVersion SetAlias(string reference, string alias)
    {
        ArtifactReference.RequireAlias(alias);
        var parsed = ArtifactReference.Parse(reference);
        return Change(parsed.Name, () =>
        {
            var number = Find(parsed).Number;
            var aliases = _index.Aliases(parsed.Name);
            aliases.Named[alias] = number;
            _index.Write(parsed.Name, aliases);
            return Find(parsed with { Alias = null, Number = number });
        });
    }

    /// <summary>Removes an alias; its version stays.</summary>
    /// <returns>The version that it pointed to.</returns>
    /// <exception cref="SongGenreException">There is no such name or alias, or it is <c>latest</c>.</exception>
    public ArtifactVersion RemoveAlias(string name, string alias)
    {
        ArtifactReference.RequireAlias(alias);
        var parsed = ArtifactReference.Parse($"{name}:{alias}");
        return Change(parsed.Name, () =>
        {
            var number = Find(parsed).Number;
            var aliases = _index.Aliases(parsed.Name);
            aliases.Named.Remove(alias);
            _index.Write(parsed.Name, aliases);
            return Find(parsed with { Alias = null, Number = number });
        });
    }

    // A store that is not there is not made for it.
    private T Change<T>(string name, Func<T> change) => Guard("written", () =>
    {
        Existing(name);
        using var writing = Writing();
        using var indexing = Indexing();
        return change();
    });
}
