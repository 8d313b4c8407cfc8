using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Tracking.Mlflow;

/// <summary>
/// MLflow's tracking server, by its REST API. Nothing is sent before it is needed, so opening one that can't be reached
/// just now is no error. A call that fails on the way is made again for up to two minutes; what was sent twice is there
/// once. What is too much for one request is sent in parts: when one of them fails, those before it are kept.
/// </summary>
/// <remarks>
/// A server before MLflow 3 has no logged models. <see cref="CreateModel"/> then gives one that only this object knows,
/// with the run's artifacts below a folder of the model's name; MLflow 2 shows it by <see cref="LogModelHistory"/>.
/// </remarks>
internal sealed partial class MlflowServer : IRunStore
{
    private static readonly HttpLimits Patience = new()
    {
        Total = TimeSpan.FromMinutes(2),
        Silence = TimeSpan.FromMinutes(1),
        Connect = TimeSpan.FromSeconds(5),
    };

    private readonly ServerCalls _calls;
    private readonly Action<string>? _say;

    private MlflowServer(ServerCalls calls, Action<string>? say)
    {
        _calls = calls;
        _say = say;
    }

    /// <summary>Opens a server.</summary>
    /// <param name="uri">Its address: <c>http://…</c> or <c>https://…</c>.</param>
    /// <param name="say">Told in a line what the server can't do, once; null for nobody.</param>
    /// <param name="variable">Reads a variable; null for the process's environment.</param>
    /// <param name="limits">How long to wait; null for two minutes in all.</param>
    /// <exception cref="SongGenreException">No address, or a variable has a value that can't be used.</exception>
    public static MlflowServer Open(
        string uri, Action<string>? say = null, Func<string, string?>? variable = null, HttpLimits? limits = null)
    {
        var access = ServerAccess.Read(uri, variable ?? Environment.GetEnvironmentVariable);
        return new(new(access, limits ?? Patience), say);
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();

    /// <inheritdoc/>
    public ExperimentInfo? FindExperiment(string name)
    {
        const string call = "mlflow/experiments/get-by-name";
        var answer = _calls.Ask(call, ("experiment_name", name));
        return answer.IsAbsent ? null : ServerJson.Experiment(_calls.Done(call, answer).Part("experiment"));
    }

    /// <inheritdoc/>
    public ExperimentInfo FindOrCreateExperiment(string name)
    {
        Limits.Length("The name of an experiment", name, 500);
        var experiment = FindExperiment(name) ?? CreateExperiment(name);
        return experiment.IsDeleted ? throw StoreErrors.Deleted($"The experiment {name}") : experiment;
    }

    // Sent twice, or by two at once, it is there already the second time.
    private ExperimentInfo CreateExperiment(string name)
    {
        const string call = "mlflow/experiments/create";
        var answer = _calls.Try(HttpMethod.Post, call, new() { ["name"] = name });
        if (!answer.IsDone && !answer.IsTaken) throw _calls.Refusal(call, answer);
        return FindExperiment(name) ?? throw new SongGenreException($"{_calls.Name}: didn't keep the experiment {name}.");
    }

    // All pages of a list.
    private IEnumerable<JsonElement> Pages(string call, JsonObject body, string list)
    {
        while (true)
        {
            var page = _calls.Post(call, body);
            foreach (var item in page.List(list)) yield return item;
            if (page.Text("next_page_token") is not { Length: > 0 } token) yield break;
            body["page_token"] = token;
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
