using AegisAuth.Application.Messages;
using AegisAuth.Infrastructure.Mail;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Messages;

/// <summary>What the configuration of messages may be, and where their links lead.</summary>
[TestFixture]
internal sealed class MessageSetupTests
{
    [TestCase("Smtp:From", "nobody", "Smtp:From")]
    [TestCase("Smtp:Port", "0", "Smtp:Port")]
    [TestCase("Smtp:Security", "None", "Smtp:Security")]
    [TestCase("Smtp:UserName", "robot", "Smtp:Password")]
    [TestCase("Site:PublicUrl", "http://login.example.com", "Site:PublicUrl")]
    [TestCase("Site:PublicUrl", "https://login.example.com/?a=b", "Site:PublicUrl")]
    [TestCase("Site:PublicUrl", "login.example.com", "Site:PublicUrl")]
    [TestCase("Messages:MaxPerContact", "0", "Messages:MaxPerContact")]
    public void Start_BadValue_StopsWithTheNameOfTheKey(string key, string value, string named) =>
        Assert.That(
            () => StartCheck.Validate("Development", ("Smtp:Host", "mail.example.com"), ("Smtp:From", "login@example.com"), (key, value)),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(named)
        );

    [Test]
    public void Start_ProductionWithMailAndWithoutPublicAddress_Stops() =>
        Assert.That(
            () => StartCheck.Validate("Production", ("Smtp:Host", "mail.example.com"), ("Smtp:From", "login@example.com")),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Site:PublicUrl")
        );

    [Test]
    public void Start_ProductionWithMailAndPublicAddress_Starts() =>
        Assert.That(
            () =>
                StartCheck.Validate(
                    "Production",
                    ("Smtp:Host", "mail.example.com"),
                    ("Smtp:From", "login@example.com"),
                    ("Site:PublicUrl", "https://login.example.com/auth")
                ),
            Throws.Nothing
        );

    [Test]
    public async Task Root_Development_IsTheAddressThatListens()
    {
        await using var app = TestApp.Started();

        Assert.That(app.Services.GetRequiredService<IPublicAddress>().Root.Port, Is.EqualTo(app.Address.Port));
    }

    [Test]
    public async Task Reaches_ProductionWithoutMailServer_Nobody()
    {
        await using var app = TestApp.CreateEmpty().In("Production").With("Bootstrap:AdminPassword", "kettles sing at four").Start();
        var waiting = app.Services.GetRequiredService<MessageQueue>();

        Assert.That((waiting.Reaches(ContactKind.Email), waiting.Reaches(ContactKind.Phone)), Is.EqualTo((false, false)));
    }

    // The host cancels what is starting when it is stopped in that moment, and a stop must be one that went well.
    [Test]
    public async Task Stop_InTheMomentOfTheStart_EndsQuietly()
    {
        await using var app = TestApp.Started();
        var mails = ActivatorUtilities.CreateInstance<MailDelivery>(app.Services);
        using var delivery = ActivatorUtilities.CreateInstance<MessageDelivery>(app.Services, mails);
        using var starting = new CancellationTokenSource();

        await delivery.StartAsync(starting.Token);
        await starting.CancelAsync();

        Assert.That(() => delivery.StopAsync(CancellationToken.None), Throws.Nothing);
    }
}
