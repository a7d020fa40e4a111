using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Introspection;
using AegisAuth.Domain;

namespace AegisAuth.Api.OAuth2;

/// <summary>What a program is told about a token that is not alive (RFC 7662, 2.2): the same for every reason.</summary>
/// <param name="Active">False.</param>
public sealed record InactiveToken(bool Active)
{
    /// <summary>The only one.</summary>
    internal static readonly InactiveToken Instance = new(Active: false);
}

/// <summary>What a program is told about a live token (RFC 7662, 2.2). No personal data.</summary>
public sealed record ActiveToken
{
    /// <summary>True.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The address of this service.</summary>
    public required string Iss { get; init; }

    /// <summary>The user's AegisSpeed id.</summary>
    public required string Sub { get; init; }

    /// <summary>The program that asks.</summary>
    public required string Aud { get; init; }

    /// <summary><c>Bearer</c>.</summary>
    public string TokenType { get; init; } = "Bearer";

    /// <summary>When the token was made, in unix seconds.</summary>
    public required long Iat { get; init; }

    /// <summary>When it ends, in unix seconds.</summary>
    public required long Exp { get; init; }

    /// <summary>When the user logged in, in unix seconds.</summary>
    public required long AuthTime { get; init; }

    /// <summary>How the login was proven (RFC 8176), or the name of a platform.</summary>
    public required IReadOnlyList<string> Amr { get; init; }

    /// <summary><c>site</c> or <c>admin</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The user name.</summary>
    public required string Username { get; init; }

    /// <summary>The user's number.</summary>
    public required long UserId { get; init; }

    /// <summary><c>super-admin</c>, <c>admin</c>, <c>organisation-admin</c>, or empty.</summary>
    public required string Role { get; init; }

    /// <summary>The user's organisation, where there is one.</summary>
    public required long? OrganisationId { get; init; }

    /// <summary>The user's group.</summary>
    public required long GroupId { get; init; }

    /// <summary>Admin tokens: when the live dynamic secret ends, in unix seconds; 0 without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SecretExpires { get; init; }

    internal static ActiveToken Of(AuthenticatedSession session, ResourceServer server, string issuer, DateTimeOffset now) =>
        new()
        {
            Iss = issuer,
            Sub = session.AegisSpeedId.ToString(),
            Aud = server.Name,
            Iat = session.IssuedAt.ToUnixTimeSeconds(),
            Exp = session.ExpiresAt.ToUnixTimeSeconds(),
            AuthTime = session.CreatedAt.ToUnixTimeSeconds(),
            Amr = [session.AuthenticationMethod],
            Scope = SurfaceNames.Of(session.Surface),
            Username = session.UserName,
            UserId = session.UserId,
            Role = RoleWords.Of(session.Role),
            OrganisationId = session.OrganisationId,
            GroupId = session.GroupId,
            SecretExpires = session.Surface == Surface.Admin ? SecretEnd(session, now) : null,
        };

    private static long SecretEnd(AuthenticatedSession session, DateTimeOffset now) =>
        session is { SecretHash: not null, SecretExpiresAt: { } end } && end > now ? end.ToUnixTimeSeconds() : 0;
}
