using System.Text.Json;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Swagger;

/// <summary>What every operation of the OpenAPI document must say.</summary>
[TestFixture]
internal sealed class AnswerExampleTests
{
    private static readonly string[] SiteMembers = ["code", "msg", "data"];

    private static readonly string[] KnownIds = ["adminLogin", "getAdminInfo", "siteLogin", "listUsers"];

    private List<DocumentedCall> _calls = null!;
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        _document = JsonElement.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"));
        _calls = [.. DocumentedCall.All(_document)];
    }

    [Test]
    public void EveryOperation_HasWordsAndASuccessAndTheRefusalsOfItsSurface()
    {
        Assert.Multiple(() =>
        {
            foreach (var call in _calls)
            {
                Assert.That(call.Operation.GetProperty("summary").GetString(), Is.Not.Empty, call.ToString());
                Assert.That(
                    Examples(call).Select(e => e.Example.Name),
                    Does.Contain("success").And.Contain("EndpointClosed"),
                    call.ToString()
                );
                Assert.That(Examples(call).Select(e => e.Example.Name), Does.Contain("Unexpected"), call.ToString());
                Assert.That(call.Body is null || call.Method == "POST", call.ToString());
                if (
                    call.Operation.TryGetProperty("security", out var security)
                    && !security.EnumerateArray().Any(s => !s.EnumerateObject().Any())
                )
                {
                    Assert.That(Examples(call).Select(e => e.Example.Name), Does.Contain("TokenInvalid"), call.ToString());
                }
            }
        });
    }

    [Test]
    public void EveryAnswerExample_HasALabelOfItsOwn()
    {
        Assert.Multiple(() =>
        {
            foreach (var call in _calls)
            {
                var labels = Examples(call).Select(e => $"{e.Status} {e.Example.Value.GetProperty("summary").GetString()}");
                Assert.That(labels, Is.Unique, call.ToString());
            }
        });
    }

    [Test]
    public void EveryAnswerExample_WearsTheEnvelopeOfItsPath()
    {
        Assert.Multiple(() =>
        {
            foreach (var (call, status, example) in _calls.SelectMany(call => Examples(call).Select(e => (call, e.Status, e.Example))))
            {
                var value = example.Value.GetProperty("value");
                if (call.AnswersLines && example.Name == "success")
                {
                    continue;
                }

                var members = value.EnumerateObject().Select(member => member.Name).ToList();
                var where = $"{call} {status} {example.Name}";
                if (call.Path.StartsWith("/api/", StringComparison.Ordinal))
                {
                    Assert.That(members, Is.EqualTo(SiteMembers[..2]).Or.EqualTo(SiteMembers), where);
                    Assert.That(value.GetProperty("code").GetInt32() == 0, Is.EqualTo(example.Name == "success"), where);
                    continue;
                }

                var isLogin = call.Path.StartsWith("/user/login/", StringComparison.Ordinal);
                var wanted = isLogin ? "status,token,code,result,data" : "status,code,result,data";
                Assert.That(string.Join(',', members), Is.EqualTo(wanted), where);
                Assert.That(value.GetProperty("status").ToString(), Is.EqualTo(status), where);
                Assert.That(value.GetProperty("code").GetString() == "10000", Is.EqualTo(example.Name == "success"), where);
            }
        });
    }

    [Test]
    public void EveryAnswer_HasANamedSchema_WhichItsExamplesFit()
    {
        Assert.Multiple(() =>
        {
            foreach (var (call, status, example) in _calls.SelectMany(call => Examples(call).Select(e => (call, e.Status, e.Example))))
            {
                var schema = DocumentedSchema.Of(call.Operation, status);
                var where = $"{call} {status} {example.Name}";
                Assert.That(schema.TryGetProperty("$ref", out _), $"{where}: name the type with [SuccessExample<T>]");
                Assert.That(DocumentedSchema.Faults(_document, schema, example.Value.GetProperty("value")), Is.Empty, where);
            }
        });
    }

    [Test]
    public void EveryRequestExample_FitsItsSchema()
    {
        Assert.Multiple(() =>
        {
            foreach (var call in _calls.Where(call => call.Body is not null))
            {
                var schema = call
                    .Operation.GetProperty("requestBody")
                    .GetProperty("content")
                    .GetProperty("application/json")
                    .GetProperty("schema");
                Assert.That(DocumentedSchema.Faults(_document, schema, call.Body!.Value), Is.Empty, call.ToString());
            }
        });
    }

    [Test]
    public void EveryMemberOfASchema_IsDescribed()
    {
        var silent =
            from schema in _document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where
                !member.Value.TryGetProperty("$ref", out _)
                && !member.Value.TryGetProperty("allOf", out _)
                && !member.Value.TryGetProperty("description", out _)
            select $"{schema.Name}.{member.Name}";

        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void EveryOperation_HasAnIdOfItsOwn_InCamelCase()
    {
        var ids = _document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()!)
            .ToList();

        Assert.That(ids, Is.Unique);
        Assert.That(ids.Where(id => !char.IsAsciiLetterLower(id[0]) || !id.All(char.IsAsciiLetterOrDigit)), Is.Empty);
        Assert.That(KnownIds, Is.SubsetOf(ids));
    }

    private static IEnumerable<(string Status, JsonProperty Example)> Examples(DocumentedCall call) =>
        from response in call.Operation.GetProperty("responses").EnumerateObject()
        from example in response.Value.Examples()
        select (response.Name, example);
}
