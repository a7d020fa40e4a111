using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

// ASP.NET Core Identity as its documentation sets it up: its own endpoints, Entity Framework on SQLite, bearer tokens.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddDbContext<IdentityDbContext>(options => options.UseSqlite($"Data Source={builder.Configuration["DATABASE"]}"));
builder.Services.AddAuthorization();
builder
    .Services.AddIdentityApiEndpoints<IdentityUser>(options => options.Lockout.AllowedForNewUsers = false)
    .AddEntityFrameworkStores<IdentityDbContext>();
var app = builder.Build();
app.MapIdentityApi<IdentityUser>();
app.MapGet("/ready", () => "ready");

// What an application asks at each request: who is it. As AegisAuth, it takes the user from the store, so that a disabled one is out.
app.MapGet(
        "/me",
        async (HttpContext http, UserManager<IdentityUser> users) =>
            await users.GetUserAsync(http.User) is { } user ? Results.Json(new { user.Id, user.UserName }) : Results.Unauthorized()
    )
    .RequireAuthorization();

using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Database.EnsureCreatedAsync();
    var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
    for (var number = 0; number < 20; number++)
    {
        var name = $"user{number}@example.com";
        await users.CreateAsync(new IdentityUser(name) { Email = name }, "AegisSpeed-2026");
    }
}

await app.RunAsync();
