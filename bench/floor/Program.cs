using Floor;

if (args is ["hashes", var seconds])
{
    Console.WriteLine(Hashes.PerSecond(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))));
    return;
}

// What ASP.NET Core costs by itself: routing, and an answer of the size and shape of admin info as JSON.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddMvcCore();
var app = builder.Build();
app.MapGet("/", () => new Answer(200, "10000", "获取成功", new Admin("ASD000001", "Admin")));

// The same bytes from a controller: what MVC costs by itself.
app.MapControllers();

// A stand-in for code2Session of WeChat: everybody who brings a code is the person of that name.
app.MapGet("/sns/jscode2session", (string js_code) => new Person("person-" + js_code, "c2Vzc2lvbi1rZXktMTIzNA=="));
await app.RunAsync();
