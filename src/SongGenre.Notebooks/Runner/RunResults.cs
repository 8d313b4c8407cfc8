using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Runner;

/// <summary>A run's report as a file that other programs read.</summary>
public static partial class RunResults
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>
    /// Writes the report as JSON:
    /// <code>
    /// { "status", "exitCode", "seconds",
    ///   "notebooks": [ { "name", "output", "status", "reused", "seconds", "failure",
    ///     "cells": [ { "number", "id", "status", "seconds",
    ///       "error": null or { "name", "message", "traceback": [line] } } ],
    ///     "differences": [ { "cell", "id", "where", "old": [line], "new": [line] } ] } ] }
    /// </code>
    /// A status is one of <c>succeeded</c>, <c>not run</c>, <c>differs</c>, <c>failed</c>, <c>cancelled</c>;
    /// <c>output</c> is a full path; <c>failure</c> is null when nothing failed.
    /// </summary>
    /// <param name="path">The file; its folder is created where missing.</param>
    /// <param name="report">What a run gave.</param>
    /// <exception cref="NotebookException">The file can't be written.</exception>
    public static void WriteJson(string path, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        NotebookFile.WriteText(path, new JsonObject
        {
            ["status"] = Word(report.Status),
            ["exitCode"] = report.ExitCode,
            ["seconds"] = report.Seconds,
            ["notebooks"] = Array(report.Notebooks, Json),
        }.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Json(NotebookResult notebook) => new()
    {
        ["name"] = notebook.Name,
        ["output"] = notebook.Output,
        ["status"] = Word(notebook.Status),
        ["reused"] = notebook.IsReused,
        ["seconds"] = notebook.Seconds,
        ["failure"] = notebook.Failure,
        ["cells"] = Array(notebook.Cells, cell => new JsonObject
        {
            ["number"] = cell.Number,
            ["id"] = cell.Id,
            ["status"] = Word(cell.Status),
            ["seconds"] = cell.Seconds,
            ["error"] = cell.Error is { } error
                ? new JsonObject
                {
                    ["name"] = error.Name,
                    ["message"] = error.Value,
                    ["traceback"] = Lines(error.Traceback),
                }
                : null,
        }),
        ["differences"] = Array(notebook.Differences, difference => new JsonObject
        {
            ["cell"] = difference.Cell,
            ["id"] = difference.CellId,
            ["where"] = difference.Where,
            ["old"] = Lines(difference.Old),
            ["new"] = Lines(difference.New),
        }),
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> json) => new([.. items.Select(json)]);

    private static JsonArray Lines(IEnumerable<string> lines) => Array(lines, line => JsonValue.Create(line));

    private static string Word(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.NotRun => "not run",
        RunStatus.Differs => "differs",
        RunStatus.Cancelled => "cancelled",
        _ => "failed",
    };
}
