using System.Net;

namespace SongGenre.Tracking.Mlflow;

/// <summary>The rest of a stream, sent from the same place at each try.</summary>
/// <param name="content">The stream, which stays open.</param>
/// <param name="start">The place.</param>
/// <param name="progress">Told of each piece that is on its way.</param>
internal sealed class UploadContent(Stream content, long start, Action progress) : HttpContent
{
    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        content.Position = start;
        var buffer = new byte[1 << 16];
        while (await content.ReadAsync(buffer) is > 0 and var length)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length));
            progress();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = content.Length - start;
        return true;
    }
}
