using System.Globalization;
using AegisAuth.Application.Passwords;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Pages;

/// <summary>
/// What the pages say beside the field of a new password. Where <see cref="PasswordOptions.MinClasses"/> asks for kinds of
/// characters, the usual advice would lead to passwords that are refused.
/// </summary>
internal sealed class PasswordHint(IOptions<PasswordOptions> options)
{
    // As the pages and the script of the admin page name their words.
    private static readonly string[] Keys = ["\"password.rule\"", "hint: 'admin.password.hint'"];

    /// <summary>A page or a script as it is served here.</summary>
    public string Apply(string text)
    {
        if (options.Value.MinClasses == 0)
        {
            return text;
        }

        var classes = options.Value.MinClasses.ToString(CultureInfo.InvariantCulture);
        return Keys.Aggregate(text, (page, key) => page.Replace(key, key.Insert(key.Length - 1, ".classes"), StringComparison.Ordinal))
            .Replace("{classes}", classes, StringComparison.Ordinal);
    }
}
