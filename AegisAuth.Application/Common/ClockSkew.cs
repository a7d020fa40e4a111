namespace AegisAuth.Application.Common;

/// <summary>How far the clocks of two nodes may be apart. What lies further in the future was written by a clock that ran ahead.</summary>
public static class ClockSkew
{
    /// <summary>One minute.</summary>
    public static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    /// <summary>Whether something that lives so long can end then, or its end was written by a clock that ran ahead.</summary>
    public static bool CanEndAt(DateTimeOffset end, DateTimeOffset now, TimeSpan lifetime) => end <= now + lifetime + Tolerated;
}
