using System.Text.Json.Serialization;
using AegisAuth.Domain;
using AutoMapper;

namespace AegisAuth.Application.Audit;

/// <summary>One line of the audit log as an administrator sees it.</summary>
public sealed class AuditLine
{
    /// <summary>
    /// The place in the log. Absent for a 组织管理员: the gaps between the numbers would tell how much happens elsewhere.
    /// </summary>
    /// <example>17</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    /// <summary>When, in unix seconds.</summary>
    /// <example>1795426620</example>
    public long Time { get; init; }

    /// <summary>What was done.</summary>
    /// <example>user-disable</example>
    public string Action { get; init; } = "";

    /// <summary>The AegisSpeed id of the one who did it; empty for a stranger.</summary>
    /// <example>ASD000001</example>
    public string Actor { get; init; } = "";

    /// <summary>The AegisSpeed id it was done to; empty where there is none.</summary>
    /// <example>ASD000004</example>
    public string Target { get; init; } = "";

    /// <summary>The organisation it happened in; null for none.</summary>
    /// <example>1</example>
    public long? OrganisationId { get; init; }

    /// <summary><c>success</c> or <c>refused</c>.</summary>
    /// <example>success</example>
    public string Outcome { get; init; } = "";

    /// <summary>Why it was refused, or a word about a success.</summary>
    /// <example></example>
    public string Reason { get; init; } = "";

    /// <summary>The client's address.</summary>
    /// <example>203.0.113.7</example>
    public string Address { get; init; } = "";

    /// <summary>The client's user agent.</summary>
    /// <example>Mozilla/5.0</example>
    public string UserAgent { get; init; } = "";

    /// <summary>Ties the line to the request log.</summary>
    /// <example>8RkzYbVn0WcQf2aD</example>
    public string CorrelationId { get; init; } = "";

    /// <summary>The same line for a reader who may not see the whole log.</summary>
    internal AuditLine WithoutSequence() =>
        new()
        {
            Time = Time,
            Action = Action,
            Actor = Actor,
            Target = Target,
            OrganisationId = OrganisationId,
            Outcome = Outcome,
            Reason = Reason,
            Address = Address,
            UserAgent = UserAgent,
            CorrelationId = CorrelationId,
        };

    /// <summary>The same line for another reader than the one who acted: where that one was is not told.</summary>
    internal AuditLine WithoutOrigin() =>
        new()
        {
            Sequence = Sequence,
            Time = Time,
            Action = Action,
            Actor = Actor,
            Target = Target,
            OrganisationId = OrganisationId,
            Outcome = Outcome,
            Reason = Reason,
        };

    private sealed class Map : Profile
    {
        public Map() =>
            CreateMap<AuditEntry, AuditLine>().ForMember(line => line.Time, to => to.MapFrom(entry => entry.At.ToUnixTimeSeconds()));
    }
}
