using AegisAuth.Application.AdminLogin;

namespace AegisAuth.Tests.Support;

/// <summary>The development accounts, by what they are.</summary>
internal static class Some
{
    public const string SuperAdmin = "ASD000001";
    public const string Admin = "ASD000002";
    public const string OrganisationAdmin = "ASD000003";
    public const string User = "ASD000004";
    public const string UnknownId = "ASD999999";
    public const string Password = DevelopmentAccounts.Password;
    public const string WrongPassword = "not-the-password";
}
