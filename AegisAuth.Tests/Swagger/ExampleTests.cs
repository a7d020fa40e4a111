using System.Text.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Swagger;

/// <summary>The examples of the OpenAPI document, sent as they stand to a freshly started service.</summary>
[TestFixture]
internal sealed class ExampleTests
{
    // What no example can hold, because it is drawn while the service runs: the reader puts it in first.
    private static readonly string[] NeedSomethingFirst =
    [
        "POST /user/password/reset (reset)", // a code that another administrator handed out
        "POST /user/totp/confirm (code)", // what an app shows
        "POST /user/totp/remove (code)", // the same
        "POST /api/password/reset (use)", // a code from a message
        "GET /api/verify/email", // the same
        "POST /api/verify/phone (prove)", // the same
        "POST /api/login (phone)", // the same
        "POST /api/user/logins/unlink (weapp)", // an id from the list
        "POST /user/login_admin_info/verify/passkey_options", // a passkey, and so an authenticator
        "GET /user/passkeys", // the same
        "GET /api/user/passkeys", // the same
        "POST /user/passkeys/finish (passkey)", // what an authenticator makes
        "POST /user/passkeys/{id}/rename (name)", // an id from the list
        "POST /user/passkeys/{id}/remove", // the same
        "POST /user/manage/users/{id}/passkeys/{passkey}/remove", // the same
        "POST /api/user/passkeys/finish (passkey)", // what an authenticator makes
        "POST /api/user/passkeys/{id}/rename (name)", // an id from the list
        "POST /api/user/passkeys/{id}/remove (password)", // the same
    ];

    // The first three need what another example has linked; the others take away what the calls after them log in with.
    private static readonly string[] Last =
    [
        "GET /user/manage/users/{id}/sessions",
        "POST /api/user/phone (weapp)",
        "GET /api/user/logins",
        "GET /user/manage/users/{id}/logins",
        "GET /api/user/copy",
        "POST /api/user/close (password)",
        "POST /api/user/reopen (website)",
        "POST /user/manage/users/{id}/enable",
        "POST /api/user/password (change)",
        "POST /user/manage/users/{id}/role (manager)",
        "POST /user/manage/users/{id}/disable",
        "POST /user/manage/users/{id}/erase",
        "POST /user/password (change)",
    ];

    [Test]
    public async Task EveryExample_SentUnedited_SucceedsAndAnswersWithTheDocumentedMembers()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"));
        var calls = DocumentedCall.All(document.RootElement).ToList();
        Assert.That(NeedSomethingFirst.Concat(Last), Is.SubsetOf(calls.Select(call => call.ToString())), "stale names");

        foreach (var call in calls.OrderBy(call => Array.IndexOf(Last, call.ToString())))
        {
            if (!NeedSomethingFirst.Contains(call.ToString()))
            {
                await AssertSucceedsAsync(client, call, document.RootElement);
            }
        }
    }

    [TestCase("/oauth2/introspect", "{\"active\":false}")]
    [TestCase("/oauth2/revoke", "")]
    public async Task FormExample_SentUnedited_Succeeds(string path, string expected)
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"));
        var fields = document
            .RootElement.GetProperty("paths")
            .GetProperty(path)
            .GetProperty("post")
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/x-www-form-urlencoded")
            .GetProperty("schema")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(field => KeyValuePair.Create(field.Name, field.Value.GetProperty("default").GetString()));

        using var response = await client.PostAsync(path, new FormUrlEncodedContent(fields));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected));
    }

    private static async Task AssertSucceedsAsync(HttpClient client, DocumentedCall call, JsonElement document)
    {
        if (call.Name == "google")
        {
            // The page makes this call by itself.
            using var begun = await client.GetAsync($"/api/google/url?state={call.Body!.Value.GetProperty("state").GetString()}");
        }

        using var request = call.ToRequest(await TokenAsync(client, call));
        using var response = await client.SendAsync(request);
        var expected = call.Success;
        if (call.AnswersLines)
        {
            var first = (await response.Content.ReadAsStringAsync()).Split('\n')[0];
            Assert.That(Shape(JsonElement.Parse(first)), Is.EqualTo(Shape(expected)), $"{call}: {first}");
            return;
        }

        var answer = await response.JsonAsync();

        Assert.That(DocumentedSchema.Faults(document, DocumentedSchema.Of(call.Operation, "200"), answer), Is.Empty, call.ToString());
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{call}: {answer}");
        Assert.That(answer.GetProperty("code").ToString(), Is.EqualTo(expected.GetProperty("code").ToString()), $"{call}: {answer}");
        Assert.That(Shape(answer), Is.EqualTo(Shape(expected)), $"{call}: {answer}");
        if (expected.TryGetProperty("result", out var result))
        {
            Assert.That(answer.GetProperty("result").GetString(), Is.EqualTo(result.GetString()), call.ToString());
        }
    }

    // As the page does it: a login, and the step-up where a secret is wanted.
    private static async Task<string?> TokenAsync(HttpClient client, DocumentedCall call)
    {
        if (!call.Operation.TryGetProperty("security", out var security))
        {
            return null;
        }

        if (security[0].TryGetProperty("Site", out _))
        {
            return await client.SiteTokenAsync();
        }

        return await client.SteppedUpTokenAsync(Some.SuperAdmin);
    }

    /// <summary>The names of all members, in their order; of the first row where there are rows.</summary>
    private static string Shape(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Select(m => m.Name + Shape(m.Value))) + "}",
            JsonValueKind.Array when value.GetArrayLength() > 0 => "[" + Shape(value[0]) + "]",
            JsonValueKind.Array => "[]",
            _ => "",
        };
}
