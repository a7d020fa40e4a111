using AegisAuth.Application.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Application.Messages;

/// <summary>What this room brings.</summary>
internal static class MessagesServices
{
    /// <summary>Adds messages and the codes in them.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MailSignal>();
        services.AddScoped<MailQueue>();
        services.AddScoped<AccountNotices>();
        services.AddOptionsSection<MessageOptions>(configuration, "Messages");
        services.AddScoped<OneTimeCodeService>();
        services.AddScoped<OneTimeCodeVerifier>();
        services.AddSingleton<MessageQueue>();
        services.AddSingleton<MessageTexts>();
        services.AddScoped<MessageLimits>();
        return services;
    }
}
