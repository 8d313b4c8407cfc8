using System.Diagnostics;
using System.Text.Json;

namespace SongGenre.Benchmarks.Compare;

/// <summary>A peer at work: commands go in, answers come out (<see cref="PeerLoop"/>).</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private string _lastError = "";

    private PeerProcess(Process process) => _process = process;

    /// <summary>Who answers, with versions.</summary>
    public string Versions { get; private set; } = "";

    /// <summary>Memory in use once the data was loaded, in bytes.</summary>
    public long BaseBytes { get; private set; }

    /// <summary>The most memory in use since then, in bytes; where the system can't say, since the start.</summary>
    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a peer and waits until its data is loaded.</summary>
    /// <exception cref="SongGenreException">It ended.</exception>
    public static async Task<PeerProcess> StartAsync(ProcessStartInfo start)
    {
        var peer = new PeerProcess(Process.Start(start)!);
        try
        {
            peer._process.ErrorDataReceived += (_, e) =>
                peer._lastError = string.IsNullOrWhiteSpace(e.Data) ? peer._lastError : e.Data;
            peer._process.BeginErrorReadLine();
            using var ready = await peer.AnswerAsync(Timeout.InfiniteTimeSpan);
            peer.Versions = ready.RootElement.GetProperty("ready").GetString()!;
            // Linux forgets the most that was in use so far: reading the data takes more than holding it.
            var forget = $"/proc/{peer._process.Id}/clear_refs";
            if (File.Exists(forget)) await File.WriteAllTextAsync(forget, "5");
            peer._process.Refresh();
            peer.BaseBytes = peer._process.WorkingSet64;
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Gives a command and returns the seconds that it took.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    /// <exception cref="SongGenreException">The peer ended.</exception>
    public async Task<double> SecondsAsync(string command, TimeSpan limit)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        using var answer = await AnswerAsync(limit);
        return answer.RootElement.GetProperty("seconds").GetDouble();
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<JsonDocument> AnswerAsync(TimeSpan limit)
    {
        if (await _process.StandardOutput.ReadLineAsync().WaitAsync(limit) is { } line) return JsonDocument.Parse(line);
        await _process.WaitForExitAsync();
        throw new SongGenreException($"the process ended with code {_process.ExitCode}: {_lastError}");
    }
}
