using System.Diagnostics.CodeAnalysis;
using AegisAuth.Domain;

namespace AegisAuth.Application.Common;

/// <summary>Why a call was refused.</summary>
/// <param name="Error">The reason.</param>
/// <param name="RetryAfter">How long to wait before trying again, where waiting helps.</param>
/// <param name="Until">Until when something else can be done; only <see cref="AuthError.AccountClosing"/> says it.</param>
public readonly record struct Refusal(AuthError Error, TimeSpan? RetryAfter = null, DateTimeOffset? Until = null);

/// <summary>A value, or the reason why there is none. Expected refusals are values; only surprises are exceptions.</summary>
/// <typeparam name="T">What a success brings.</typeparam>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Result(T value) => _value = value;

    private Result(Refusal refusal) => _refusal = refusal;

    internal static Result<T> Success(T value) => new(value);

    /// <summary>A success.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The factory methods of a result are its two conversions.")]
    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>A refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The factory methods of a result are its two conversions.")]
    public static implicit operator Result<T>(Refusal refusal) => new(refusal);

    /// <summary>A refusal that waiting does not change.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The factory methods of a result are its two conversions.")]
    public static implicit operator Result<T>(AuthError error) => new(new Refusal(error));

    /// <summary>True with the refusal, or false with the value.</summary>
    public bool IsRefused(out Refusal refusal, [NotNullWhen(false)] out T? value)
    {
        refusal = _refusal.GetValueOrDefault();
        value = _value;
        return _refusal is not null;
    }

    /// <summary>The value turned into another one; a refusal stays what it is.</summary>
    public Result<TOther> Select<TOther>(Func<T, TOther> turn) => _refusal is { } refusal ? refusal : turn(_value!);

    /// <summary>One answer from both cases.</summary>
    public TAnswer Match<TAnswer>(Func<T, TAnswer> success, Func<Refusal, TAnswer> refused) =>
        _refusal is { } refusal ? refused(refusal) : success(_value!);
}

/// <summary>Makes results where the compiler finds no conversion.</summary>
public static class Result
{
    /// <summary>A success whose value is an interface: C# has no implicit conversion from one.</summary>
    public static Result<T> Of<T>(T value) => Result<T>.Success(value);
}

/// <summary>The value of a success that has nothing to tell.</summary>
public readonly record struct Unit;
