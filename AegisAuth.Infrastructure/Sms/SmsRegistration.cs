using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Infrastructure.Providers.Backchannel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>The table of gateways for text messages. A fourth is a line here, a file beside this one, and its test.</summary>
internal static class SmsRegistration
{
    /// <summary>The name of the gateways' client, and of its breaker.</summary>
    public const string Channel = "sms";

    private static readonly Row[] Table =
    [
        new("Aliyun", typeof(AliyunGateway), AliyunGateway.Faults),
        new("Tencent", typeof(TencentGateway), TencentGateway.Faults),
        new("Http", typeof(HttpGateway), HttpGateway.Faults),
    ];

    /// <summary>The values of <c>Sms:Provider</c>.</summary>
    public static IEnumerable<string> Names => Table.Select(row => row.Name);

    /// <summary>The line of a provider, or null. Names compare exactly but for case.</summary>
    public static Row? Find(string name) => Array.Find(Table, row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds the gateways and what sends with the one that is configured.</summary>
    public static IServiceCollection AddTextMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsSection<SmsOptions>(configuration, SmsOptions.Section);
        services.AddBackchannel(Channel, configuration);
        foreach (var row in Table)
        {
            services.AddKeyedSingleton(typeof(ITextGateway), row.Name, row.Gateway);
        }

        services.AddSingleton<TextDelivery>();
        return services.AddSingleton<IMessageSender, SmsSender>();
    }

    /// <summary>A provider.</summary>
    /// <param name="Name">Its name in <c>Sms:Provider</c>.</param>
    /// <param name="Gateway">What sends.</param>
    /// <param name="Faults">What is wrong with the options, by key.</param>
    internal sealed record Row(string Name, Type Gateway, Func<SmsOptions, IEnumerable<(string Key, string Sentence)>> Faults);
}
