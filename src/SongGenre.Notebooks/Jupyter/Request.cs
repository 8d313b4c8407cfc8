namespace SongGenre.Notebooks.Jupyter;

/// <summary>A message on its way through the kernel.</summary>
/// <param name="Channel">The channel that it came on and that its reply takes.</param>
/// <param name="Message">The message.</param>
/// <param name="Number">How many had come up to it, itself included.</param>
internal sealed record Request(JupyterChannel Channel, JupyterMessage Message, long Number)
{
    /// <summary>The message's type.</summary>
    public string Type => Message.Type;

    /// <summary>The message's fields.</summary>
    public RequestContent Content => new(Type, Message.Content);
}
