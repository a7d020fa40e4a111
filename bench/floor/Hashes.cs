using System.Diagnostics;
using NSec.Cryptography;

namespace Floor;

/// <summary>Argon2id with the parameters of the service's defaults and nothing around it.</summary>
internal static class Hashes
{
    /// <summary>Hashes a second with one thread on each core.</summary>
    public static double PerSecond(TimeSpan length)
    {
        var argon2 = new Argon2id(
            new Argon2Parameters
            {
                DegreeOfParallelism = 1,
                MemorySize = 19_456,
                NumberOfPasses = 2,
            }
        );
        var done = 0;
        var watch = Stopwatch.StartNew();
        var threads = Enumerable
            .Range(0, Environment.ProcessorCount)
            .Select(_ => new Thread(() =>
            {
                while (watch.Elapsed < length)
                {
                    argon2.DeriveBytes("AegisSpeed-2026", new byte[16], 32);
                    Interlocked.Increment(ref done);
                }
            }))
            .ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return Math.Round(done / watch.Elapsed.TotalSeconds, 1);
    }
}
