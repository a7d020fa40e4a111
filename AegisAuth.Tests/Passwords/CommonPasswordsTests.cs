using System.ComponentModel.DataAnnotations;
using System.Text;
using AegisAuth.Application.Passwords;
using AegisAuth.Domain;

namespace AegisAuth.Tests.Passwords;

public sealed class CommonPasswordsTests
{
    [Test]
    public void Count_ShippedList_IsTheWholeList() => Assert.That(CommonPasswords.Count, Is.EqualTo(16_455));

    [Test]
    public void ShippedList_EveryLine_IsFoldedAndLongEnough()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // A line that is not in the form it is compared in would be dead weight, and no other test would notice.
        Assert.That(lines.Where(line => line.Normalized(NormalizationForm.FormKC) != line), Is.Empty);
        Assert.That(lines.Where(line => line.Any(char.IsUpper) || line.Trim() != line), Is.Empty);
        Assert.That(lines.Where(line => line.Length < 8), Is.Empty);
        Assert.That(lines.Where(line => !CommonPasswords.Contains(line)), Is.Empty);
    }

    [TestCase(7, 15, false)]
    [TestCase(8, 15, true)]
    [TestCase(64, 64, true)]
    [TestCase(65, 15, false)]
    [TestCase(8, 7, false)]
    [TestCase(8, 65, false)]
    public void Options_Range_IsChecked(int user, int admin, bool expected)
    {
        var options = new PasswordOptions { MinLength = user, AdminMinLength = admin };

        Assert.That(
            Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true),
            Is.EqualTo(expected)
        );
    }
}
