namespace AegisAuth.Application.Common;

/// <summary>Who calls, from where. Passed from call to call, never ambient.</summary>
/// <param name="Address">The client's address: IPv4 in dotted form, or IPv6.</param>
/// <param name="UserAgent">The client's user agent, cut to 256 characters.</param>
/// <param name="CorrelationId">Ties the audit log to the request log.</param>
/// <param name="PresentedToken">The token that came with a login, whose session the login replaces.</param>
public record Caller(string Address, string UserAgent, string CorrelationId, string? PresentedToken = null)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(Caller);
}
