// What the machine gives at most: the smallest Kestrel program that answers JSON of the size of admin info.
using System.Text.Json.Serialization;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, FloorJson.Default));
var app = builder.Build();
app.MapGet("/health/ready", () => new Envelope(200, "10000", "ready", new Info("", "")));
app.MapGet("/floor", () => new Envelope(200, "10000", "获取成功", new Info("ASD000001", "Admin")));
await app.RunAsync();

internal sealed record Info(string AdminAegisSpeedId, string AdminNickname);

internal sealed record Envelope(int Status, string Code, string Result, Info Data);

[JsonSerializable(typeof(Envelope))]
internal sealed partial class FloorJson : JsonSerializerContext;
