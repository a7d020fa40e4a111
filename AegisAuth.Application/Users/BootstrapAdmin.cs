using System.ComponentModel.DataAnnotations;
using AegisAuth.Application.Audit;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Security;
using AegisAuth.Application.Validation;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Users;

/// <summary>Section <c>Bootstrap</c>.</summary>
public sealed class BootstrapOptions : IValidatableObject
{
    private const int MinLength = 8;

    /// <summary>The first password of the first administrator, 8 to 128 characters; absent, one is drawn and printed once.</summary>
    public string? AdminPassword { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(AdminPassword) && (AdminPassword.Length < MinLength || !PasswordForm.IsPassword(AdminPassword)))
        {
            yield return new ValidationResult(
                $"must have {MinLength} to {PasswordForm.MaxLength} characters and no control characters.",
                [nameof(AdminPassword)]
            );
        }
    }
}

/// <summary>Makes the first administrator where there is none, outside Development.</summary>
public sealed class BootstrapAdmin(
    IUsers users,
    IUnitOfWork unitOfWork,
    IPasswordHasher hasher,
    AuditLog audit,
    IOptions<BootstrapOptions> options,
    TimeProvider time
)
{
    private static readonly Caller Console = new("local", "", "start");

    /// <summary>
    /// Makes a super admin who must change the password before anything else answers. A drawn password is given to
    /// <paramref name="print"/> before the account is committed: a password that nobody has seen would lock everybody out.
    /// </summary>
    public async Task CreateAsync(Action<AegisSpeedId, string> print, CancellationToken cancellationToken)
    {
        if (await users.AnyAdminAsync(cancellationToken) || !hasher.TryEnter(out var place))
        {
            return;
        }

        using (place)
        {
            var chosen = options.Value.AdminPassword;
            var password = string.IsNullOrEmpty(chosen) ? RandomSecret.Create() : chosen;
            var hash = await place.HashAsync(password);
            await unitOfWork.RunAsync(
                async () =>
                {
                    var number = await users.NextNumberAsync(cancellationToken);
                    var admin = NewUser.Create(number, "admin", time.GetUtcNow()) with
                    {
                        Role = AdminRole.SuperAdmin,
                        Nickname = "Admin",
                        PasswordHash = hash,
                        MustChangePassword = true,
                    };
                    if (!await users.TryAddAsync(admin, cancellationToken))
                    {
                        admin = admin with { UserName = $"admin-{admin.AegisSpeedId}" };
                        await users.TryAddAsync(admin, cancellationToken);
                    }

                    await audit.WriteAsync(new AuditEvent(AuditActions.Bootstrap) { Target = admin.AegisSpeedId.ToString() }, Console);
                    if (string.IsNullOrEmpty(chosen))
                    {
                        print(admin.AegisSpeedId, password);
                    }

                    return new Done();
                },
                cancellationToken
            );
        }
    }
}
