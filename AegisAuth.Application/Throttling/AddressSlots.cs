using System.Security.Cryptography;
using System.Text;

namespace AegisAuth.Application.Throttling;

/// <summary>
/// The count of one address in several rows, its slots. A whole office shares an address, and each attempt locks the rows
/// that it writes until its commit: with one row those who log in at the same moment would wait for each other. So an
/// attempt locks one slot, that of its account, and reads the others as they were committed.
/// </summary>
/// <remarks>
/// What it does not see then are the attempts that others commit at the same moment, one for each slot at most. Near the
/// limit that could let one too many through; so there an attempt locks all slots before it decides, and nothing is hidden.
/// </remarks>
public static class AddressSlots
{
    /// <summary>So many slots has an address where readers pass by locked rows; one elsewhere.</summary>
    public const int Most = 16;

    /// <summary>The keys of the slots, in the order in which they are locked.</summary>
    public static IReadOnlyList<string> KeysOf(string address, int slots) =>
        [.. Enumerable.Range(0, slots).Select(slot => slot == 0 ? address : $"{address}#{slot}")];

    /// <summary>
    /// The slot that an account is counted in: always the same one, so that an address behind which one user sits has one row.
    /// </summary>
    public static int Of(string account, int slots) => SHA256.HashData(Encoding.UTF8.GetBytes(account))[0] % slots;

    /// <summary>
    /// What the slots say together. From the limit on the address is paused until the window of its first failure ends,
    /// in whichever slots the failures are.
    /// </summary>
    public static AttemptCount Together(IEnumerable<AttemptCount> slots, ThrottleOptions options, DateTimeOffset now)
    {
        var counts = slots.Select(slot => slot.AsOf(AttemptScope.Address, options, now)).ToList();
        var failed = counts.Where(slot => slot.Failures > 0).ToList();
        var all = counts[0] with
        {
            Failures = failed.Sum(slot => slot.Failures),
            Pending = counts.Sum(slot => slot.Pending),
            PendingUntil = counts.Max(slot => slot.PendingUntil),
            WindowStartedAt = failed.Count > 0 ? failed.Min(slot => slot.WindowStartedAt) : counts[0].WindowStartedAt,
            PausedUntil = counts.Max(slot => slot.PausedUntil),
        };
        var windowEnds = all.WindowStartedAt + AttemptCount.AddressWindow;
        return all.Failures >= options.AddressFailures && windowEnds > all.PausedUntil ? all with { PausedUntil = windowEnds } : all;
    }

    /// <summary>Whether attempts that are not seen yet may decide.</summary>
    public static bool IsNearLimit(AttemptCount together, ThrottleOptions options) =>
        together.Failures + together.Pending + Most >= options.AddressFailures;
}
