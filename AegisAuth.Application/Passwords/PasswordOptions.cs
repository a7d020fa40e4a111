using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// What a new password must be (section <c>Password</c>). The lower bounds are those of NIST SP 800-63B-4,
/// section 3.1.1.2: 15 characters where the password is the only proof, 8 where a second one follows; a
/// minimum above 64 would refuse what the standard says must be taken.
/// </summary>
public sealed class PasswordOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Password";

    /// <summary>The fewest characters (Unicode code points) of a new password; 8 to 64.</summary>
    [Range(8, 64)]
    public int MinLength { get; set; } = 8;

    /// <summary>
    /// The fewest characters of a new password of an account with an admin role; 8 to 64. Where it is below
    /// <see cref="MinLength"/>, that one counts: an admin is never asked for less than a user.
    /// </summary>
    [Range(8, 64)]
    public int AdminMinLength { get; set; } = 15;

    /// <summary>
    /// How many kinds of characters a new password must have, of upper case, lower case, digits and others; 0 to 4. The
    /// standard advises against such a rule, so it is 0; GB/T 22239-2019, 8.1.4.1 a, is read as asking for one.
    /// </summary>
    [Range(0, 4)]
    public int MinClasses { get; set; }

    /// <summary>
    /// How old a password may become: a session that an older one has opened may change it and nothing else. From one day to
    /// 3650 days; absent, for ever, as the standard advises. GB/T 22239-2019, 8.1.4.1 a, asks for changes at intervals.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan? MaxAge { get; set; }
}
