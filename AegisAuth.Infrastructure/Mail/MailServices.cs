using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Mail;

/// <summary>What this room brings.</summary>
internal static class MailServices
{
    /// <summary>Adds the sending of mails by section <c>Smtp</c>, and what empties the queue of all messages.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<SmtpOptions>(configuration, "Smtp");
        services.AddSingleton<IMessageSender, SmtpSender>();
        services.AddSingleton<MailDelivery>();
        return services.AddHostedService<MessageDelivery>();
    }
}
