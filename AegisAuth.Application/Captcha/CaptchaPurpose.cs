namespace AegisAuth.Application.Captcha;

/// <summary>
/// What a captcha is solved for. One that was fetched for one thing is worth nothing for another, so that a cheap
/// endpoint does not pay for a dear one.
/// </summary>
public enum CaptchaPurpose
{
    /// <summary>A login with a password; what a client means that names no purpose.</summary>
    Login,

    /// <summary>A registration.</summary>
    Register,

    /// <summary>A code that is sent to a phone.</summary>
    Code,

    /// <summary>The link for a forgotten password.</summary>
    Reset,
}

/// <summary>The purposes as they are written in requests.</summary>
public static class CaptchaPurposes
{
    /// <summary>The purpose of a word, <c>login</c> for an empty one; null for a word that is none.</summary>
    public static CaptchaPurpose? Parse(string? word) =>
        word switch
        {
            null or "" or "login" => CaptchaPurpose.Login,
            "register" => CaptchaPurpose.Register,
            "code" => CaptchaPurpose.Code,
            "reset" => CaptchaPurpose.Reset,
            _ => null,
        };

    /// <summary>The word of a purpose.</summary>
    public static string Word(this CaptchaPurpose purpose) =>
        purpose switch
        {
            CaptchaPurpose.Login => "login",
            CaptchaPurpose.Register => "register",
            CaptchaPurpose.Code => "code",
            CaptchaPurpose.Reset => "reset",
        };
}
