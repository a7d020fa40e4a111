namespace AegisAuth.Application.AdminLogin;

/// <summary>Section <c>Login</c>.</summary>
public sealed class LoginOptions
{
    /// <summary>
    /// Whether the admin login tells an unknown id (<c>10002</c>) and an account without an admin role (<c>10007</c>)
    /// from a wrong password. True, as the interface document asks; false makes all three one answer.
    /// </summary>
    public bool RevealAccountState { get; set; } = true;
}
