namespace SongGenre.Tests.Data;

internal static class OneLine
{
    /// <summary>The one-line message of the error that an action must end in.</summary>
    public static string ErrorOf(Action action)
    {
        var message = Assert.Throws<SongGenreException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
