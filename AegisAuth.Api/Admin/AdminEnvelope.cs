using System.Text.Json.Serialization;

namespace AegisAuth.Api.Admin;

/// <summary>The envelope of <c>/user</c>.</summary>
/// <typeparam name="TData">What the endpoint brings.</typeparam>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The outcome, <c>10000</c> for a success.</param>
/// <param name="Result">The outcome in words; the same for every request with this code.</param>
/// <param name="Data">What a success brings; empty on errors.</param>
public sealed record AdminEnvelope<TData>(
    [property: JsonPropertyOrder(0)] int Status,
    [property: JsonPropertyOrder(1)] string Code,
    [property: JsonPropertyOrder(2)] string Result,
    [property: JsonPropertyOrder(3)] TData Data
) : IAdminOutcome;

/// <summary>What both envelopes of <c>/user</c> say about the outcome.</summary>
public interface IAdminOutcome
{
    /// <summary>The outcome, <c>10000</c> for a success.</summary>
    string Code { get; }

    /// <summary>The outcome in words.</summary>
    string Result { get; }
}

/// <summary>The fixed words of <see cref="AdminEnvelope{TData}"/>.</summary>
public static class AdminEnvelope
{
    /// <summary>The code of every success.</summary>
    public const string SuccessCode = "10000";

    /// <summary>The result of a read.</summary>
    public const string Read = "获取成功";

    /// <summary>The result of a change.</summary>
    public const string Changed = "操作成功";
}

/// <summary>The envelope of <c>/user/login</c>: <see cref="AdminEnvelope{TData}"/> with the token.</summary>
/// <typeparam name="TData">What the endpoint brings.</typeparam>
/// <param name="Status">The HTTP status.</param>
/// <param name="Token">The bearer token of a success; empty on errors.</param>
/// <param name="Code">The outcome, <c>10000</c> for a success.</param>
/// <param name="Result">The outcome in words; the same for every request with this code.</param>
/// <param name="Data">What a success brings; empty on errors.</param>
public sealed record AdminLoginEnvelope<TData>(int Status, string Token, string Code, string Result, TData Data) : IAdminOutcome;

/// <summary>The fixed words of <see cref="AdminLoginEnvelope{TData}"/>.</summary>
public static class AdminLoginEnvelope
{
    /// <summary>The result of a success.</summary>
    public const string Success = "Login successful";
}

/// <summary>The <c>data</c> of a success that brings nothing: an object without members.</summary>
public sealed record NoData;

/// <summary>The <c>data</c> of a refusal: empty, or what helps the client.</summary>
public sealed record RefusalData
{
    /// <summary>How long to wait, in seconds.</summary>
    /// <example>30</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RetryAfter { get; init; }

    /// <summary>What is wrong with a new password.</summary>
    /// <example>password_too_short</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
