using System.Text.Json.Serialization;

namespace Floor;

/// <summary>As admin info answers.</summary>
internal sealed record Answer(int Status, string Code, string Result, Admin Data);

internal sealed record Admin(string Id, string Nickname);

/// <summary>As code2Session answers.</summary>
internal sealed record Person(
    [property: JsonPropertyName("openid")] string OpenId,
    [property: JsonPropertyName("session_key")] string SessionKey
);
