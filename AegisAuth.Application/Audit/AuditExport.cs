using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.Audit;

/// <summary>Which part of the audit log to export.</summary>
public sealed class ExportAuditRequest
{
    /// <summary>The lines of an export when the request does not say.</summary>
    public const int DefaultLimit = 1000;

    /// <summary>The most lines of an export.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The <c>sequence</c> of the last line that is known already; 0 or absent for the beginning.</summary>
    /// <example>0</example>
    public long? After { get; init; }

    /// <summary>The most lines, 1 to 10,000; 1,000.</summary>
    /// <example>1000</example>
    public int? Limit { get; init; }
}

/// <summary>The form of an export.</summary>
public sealed class ExportAuditRequestValidator : AbstractValidator<ExportAuditRequest>
{
    /// <summary>The rules.</summary>
    public ExportAuditRequestValidator()
    {
        RuleFor(r => r.After).Must(after => after is null or >= 0).Refuse(AuthError.InvalidParameter);
        RuleFor(r => r.Limit).Must(limit => limit is null or (>= 1 and <= ExportAuditRequest.MaxLimit)).Refuse(AuthError.InvalidParameter);
    }
}

/// <summary>
/// Hands the audit log out with the hashes that chain it, so that it can be kept and checked elsewhere. A caller who sees a part
/// of the log only could not check it, and the sequence would tell how much happens elsewhere: 组织管理员 may not.
/// </summary>
public sealed class AuditExport(IAuditLogReader trail, AuditSealer sealer, AuditLog audit)
{
    /// <summary>The lines behind a sequence, the oldest first. Refuses with <c>Forbidden</c>.</summary>
    public async Task<Result<IReadOnlyList<ExportedLine>>> ReadAsync(
        ExportAuditRequest request,
        AuthenticatedCaller caller,
        CancellationToken cancellationToken
    )
    {
        var allowed = OrganisationScope.Of(caller.Session.AsPrincipal()).Everyone;
        // What is committed belongs to the export, sealed or not: it has both hashes only once it is.
        await sealer.SealAsync(cancellationToken);
        IReadOnlyList<AuditEntry> found = allowed
            ? await trail.ReadAsync(request.After ?? 0, request.Limit ?? ExportAuditRequest.DefaultLimit, cancellationToken)
            : [];
        await audit.WriteAsync(
            new AuditEvent(AuditActions.AuditExport)
            {
                Actor = caller.Session.AegisSpeedId.ToString(),
                OrganisationId = caller.Session.OrganisationId,
                Refused = allowed ? null : AuditReasons.Forbidden,
            },
            caller
        );
        return allowed ? found.Select(ExportedLine.Of).ToList() : AuthError.Forbidden;
    }
}

/// <summary>One line of an export: all that its hash is made from, and both hashes.</summary>
/// <param name="Sequence">The place in the log, from 1, without gaps.</param>
/// <param name="Time">When, in unix seconds.</param>
/// <param name="TimeMs">When, in unix milliseconds: what the hash is made from.</param>
/// <param name="Action">What was done.</param>
/// <param name="Actor">The AegisSpeed id of the one who did it; empty for a stranger.</param>
/// <param name="Target">The AegisSpeed id it was done to; empty where there is none.</param>
/// <param name="OrganisationId">The organisation it happened in; null for none.</param>
/// <param name="Outcome"><c>success</c> or <c>refused</c>.</param>
/// <param name="Reason">Why it was refused, or a word about a success.</param>
/// <param name="Address">The client's address.</param>
/// <param name="UserAgent">The client's user agent.</param>
/// <param name="OriginSalt">In hex, what keeps the address from being guessed from its digest; null once it was erased, and in entries from before there was a digest.</param>
/// <param name="OriginDigest">In hex, what the hash knows of address and user agent; null in entries from before, whose hash covers the text.</param>
/// <param name="CorrelationId">Ties the line to the request log.</param>
/// <param name="PreviousHash">The hash of the line before, in hex.</param>
/// <param name="Hash">The hash of this line, in hex.</param>
public sealed record ExportedLine(
    long Sequence,
    long Time,
    long TimeMs,
    string Action,
    string Actor,
    string Target,
    long? OrganisationId,
    string Outcome,
    string Reason,
    string Address,
    string UserAgent,
    string? OriginSalt,
    string? OriginDigest,
    string CorrelationId,
    string PreviousHash,
    string Hash
)
{
    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);

    internal static ExportedLine Of(AuditEntry entry) =>
        new(
            entry.Sequence,
            entry.At.ToUnixTimeSeconds(),
            entry.At.ToUnixTimeMilliseconds(),
            entry.Action,
            entry.Actor,
            entry.Target,
            entry.OrganisationId,
            entry.Outcome,
            entry.Reason,
            entry.Address,
            entry.UserAgent,
            Hex(entry.OriginSalt),
            Hex(entry.OriginDigest),
            entry.CorrelationId,
            Convert.ToHexStringLower(entry.PreviousHash),
            Convert.ToHexStringLower(entry.Hash)
        );
}
