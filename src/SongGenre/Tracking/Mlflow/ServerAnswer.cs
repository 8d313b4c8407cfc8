using System.Net;
using System.Text.Json;

namespace SongGenre.Tracking.Mlflow;

/// <summary>What a server made of a request: what was asked for, or why not.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON object of the answer; undefined when it is something else.</param>
internal sealed record ServerAnswer(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>Whether the server did what was asked.</summary>
    public bool IsDone => Status == HttpStatusCode.OK && Body.ValueKind is JsonValueKind.Object;

    /// <summary>MLflow's word for what was wrong; null when it isn't MLflow that refuses.</summary>
    public string? Code => IsDone || Body.ValueKind is not JsonValueKind.Object ? null : Body.Text("error_code");

    /// <summary>Whether what the request names isn't there.</summary>
    public bool IsAbsent => Code is "RESOURCE_DOES_NOT_EXIST";

    /// <summary>Whether what the request creates is there already.</summary>
    public bool IsTaken => Code is "RESOURCE_ALREADY_EXISTS";

    /// <summary>Whether the server doesn't know the call at all, as one that is older than it.</summary>
    public bool IsUnknownCall => Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        && Code is null or "ENDPOINT_NOT_FOUND" or "NOT_FOUND";
}
