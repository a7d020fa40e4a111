using System.Text.Json.Nodes;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Swagger;

/// <summary>The OpenAPI file in the repository is the one that the program serves.</summary>
[TestFixture]
internal sealed class OpenApiTests
{
    private const string WriteVariable = "AEGISAUTH_WRITE_OPENAPI";

    [Test]
    public async Task Document_IsTheOneInTheRepository()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var served = (await client.GetStringAsync("/swagger/v1/swagger.json")).ReplaceLineEndings("\n");

        var file = Path.Combine(HouseRulesTests.Root, "AegisAuth.Api", "openapi.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            await File.WriteAllTextAsync(file, served);
        }

        Assert.That(
            served,
            Is.EqualTo((await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n")),
            $"Set {WriteVariable}=1 and run this test to write the file anew."
        );
    }

    [Test]
    public async Task Document_AskedForAgain_IsTheSame()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        var first = await client.GetStringAsync("/swagger/v1/swagger.json");

        Assert.That(await client.GetStringAsync("/swagger/v1/swagger.json"), Is.EqualTo(first));
    }

    [Test]
    public async Task Document_AdminLogin_ShowsEveryCodeOfTheInterfaceDocument()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();
        var document = JsonNode.Parse(await client.GetStringAsync("/swagger/v1/swagger.json"))!;

        var codes = document["paths"]![AdminCalls.LoginPath]!["post"]!["responses"]!
            .AsObject()
            .SelectMany(response => response.Value!["content"]!["application/json"]!["examples"]!.AsObject())
            .Select(example => example.Value!["value"]!["code"]!.GetValue<string>())
            .Distinct();

        Assert.That(codes, Is.EquivalentTo(Enumerable.Range(10000, 10).Select(code => $"{code}")));
    }

    [Test]
    public async Task Page_IsServed()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        Assert.That(await client.GetStringAsync("/swagger/index.html"), Does.Contain("AegisAuth"));
    }
}
