using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.PasswordHashing;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Whether accounts are stored that should not be so: with a public password, or with a hash of old.</summary>
internal sealed class AccountsCheck(SqlUnitOfWork db, IDevelopmentMark development, IOptions<PasswordHashOptions> hashing) : IDoctorCheck
{
    private static readonly Sql<Form> CountOthers = new(
        "SELECT COUNT(*) FROM users WHERE password_hash IS NOT NULL AND password_hash NOT LIKE @Current"
    );

    public string Name => "accounts";

    public bool IsCheap => false;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        [await DevelopmentAsync(cancellationToken), await HashesAsync(cancellationToken)];

    private async Task<Finding> DevelopmentAsync(CancellationToken cancellationToken) =>
        await development.IsSetAsync(cancellationToken)
            ? Finding.Fault(
                "development accounts",
                "The database holds the development accounts, whose password is public.",
                "Start with an empty database; outside Development this one is refused."
            )
            : Finding.Ok("development accounts", "There are none.");

    private async Task<Finding> HashesAsync(CancellationToken cancellationToken)
    {
        var (memory, iterations) = (hashing.Value.MemoryKiB, hashing.Value.Iterations);
        var current = FormattableString.Invariant($"$argon2id$v=19$m={memory},t={iterations},p=1$%");
        var others = await db.FindAsync<long, Form>(CountOthers, new Form(current), cancellationToken);
        return others == 0
            ? Finding.Ok("password hashes", "All are of the configured strength.")
            : Finding.Warn(
                "password hashes",
                FormattableString.Invariant($"{others:N0} accounts have hashes of another strength or of another product."),
                "Nothing at once: each is replaced at its next good login. Reset the passwords of accounts that never come back."
            );
    }

    private sealed record Form(string Current);
}
