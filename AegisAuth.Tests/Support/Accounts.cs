using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Support;

/// <summary>Accounts and sessions that a test needs to be there already.</summary>
internal static class Accounts
{
    private static readonly Caller TestCaller = new("192.0.2.1", "test", "test");

    private static int _names;

    /// <summary>An account, as an administrator would have made it.</summary>
    public static async Task<User> AddUserAsync(
        this TestApp app,
        AdminRole role = AdminRole.None,
        long? organisation = null,
        string? name = null,
        bool enabled = true
    )
    {
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        return await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                async () =>
                {
                    var number = await users.NextNumberAsync(CancellationToken.None);
                    var user = NewUser.Create(number, name ?? $"somebody-{Interlocked.Increment(ref _names)}", app.Time.GetUtcNow()) with
                    {
                        Role = role,
                        OrganisationId = organisation,
                        Enabled = enabled,
                    };
                    Assert.That(await users.TryAddAsync(user, CancellationToken.None), Is.True, user.UserName);
                    return user;
                },
                CancellationToken.None
            );
    }

    /// <summary>One of the development accounts.</summary>
    public static async Task<User> UserAsync(this TestApp app, string id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (
            await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(AegisSpeedId.Parse(id), CancellationToken.None)
        )!;
    }

    /// <summary>The token of a session that was opened without a login, and that holds a dynamic secret if asked for.</summary>
    public static async Task<string> SessionAsync(this TestApp app, User user, bool withSecret = true, Surface surface = Surface.Admin)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<SessionService>();
        var opened = await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                () => sessions.OpenAsync(user, surface, AuthenticationMethods.Password, remember: false, TestCaller),
                CancellationToken.None
            );
        if (withSecret)
        {
            await app.ExecuteSqlAsync(
                "UPDATE sessions SET secret_hash = @hash, secret_expires_at = @end WHERE id = @id",
                ("@hash", RandomSecret.Hash(RandomSecret.Create())),
                ("@end", (app.Time.GetUtcNow() + TimeSpan.FromDays(7)).ToUnixTimeMilliseconds()),
                ("@id", opened.Session.Id)
            );
        }

        return opened.Token;
    }

    /// <summary>The token of a new administrator with a dynamic secret.</summary>
    public static async Task<string> AdminSessionAsync(this TestApp app, AdminRole role, long? organisation = null) =>
        await app.SessionAsync(await app.AddUserAsync(role, organisation));
}
