using AegisAuth.Application.Common;
using AegisAuth.Application.Operation;
using AegisAuth.Infrastructure.KeyRing;
using Microsoft.Extensions.Options;

namespace AegisAuth.Infrastructure.Operation;

/// <summary>Whether the key ring can be used, and does not lie in the database in the clear.</summary>
internal sealed class KeysCheck(
    IOptions<EncryptionOptions> options,
    KeyRingRepository stored,
    RotatingKeyRing ring,
    ISecretProtector protector
) : IDoctorCheck
{
    private const string Purpose = "doctor";

    public string Name => "keys";

    public bool IsCheap => false;

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Look()]);

    private Finding Look()
    {
        var entries = stored.Entries();
        if (entries.Any(entry => entry.IsClosed))
        {
            return Finding.Fault(
                Name,
                "Encryption:Key does not open every key of the ring.",
                "Set the key that the ring was written with, or name that one in Encryption:PreviousKeys."
            );
        }

        if (entries.Count == 0 || !ring.IsStored() || protector.Unprotect(Purpose, protector.Protect(Purpose, Name)) != Name)
        {
            return Finding.Fault(Name, "The key ring in the database cannot be used.", "Restore table data_protection_keys from a backup.");
        }

        if (options.Value.KeyMaterial() is null)
        {
            return Finding.Warn(
                Name,
                "Encryption:Key is not set: a copy of the database can read what the ring protects.",
                "Set it to 32 random bytes in base64 (openssl rand -base64 32), and start again."
            );
        }

        return entries.Any(entry => entry.WasClear || entry.WasPrevious)
                ? Finding.Warn(
                    Name,
                    "Keys of the ring are not encrypted with Encryption:Key yet.",
                    "Start the service again: it encrypts them."
                )
            : options.Value.PreviousKeys.Count > 0
                ? Finding.Warn(
                    Name,
                    "The ring is encrypted with Encryption:Key; Encryption:PreviousKeys is still set.",
                    "Take it out when every node has started with the new key."
                )
            : Finding.Ok(Name, "The ring is encrypted with Encryption:Key, and can be used.");
    }
}
