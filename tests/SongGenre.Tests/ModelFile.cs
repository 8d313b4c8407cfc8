using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SongGenre.Tests;

/// <summary>Changes a saved model's <c>model.json</c> so that its checksum still fits.</summary>
internal static class ModelFile
{
    public static void Change(string folder, Action<JsonObject> change)
    {
        var file = Path.Combine(folder, "model.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        if (json.ContainsKey("checksum") && json["checksum"]!.GetValue<string>() != "00")
            json["checksum"] = Checksum(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    public static string Checksum(JsonObject json)
    {
        var others = json.DeepClone().AsObject();
        others.Remove("checksum");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(others.ToJsonString())));
    }
}
