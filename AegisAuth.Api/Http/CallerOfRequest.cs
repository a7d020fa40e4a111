using System.Net;
using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>Who sent a request.</summary>
internal static class CallerOfRequest
{
    private const int MaxUserAgent = 256;

    public static Caller Caller(this HttpContext context)
    {
        var userAgent = HeaderText.Utf8(context.Request.Headers.UserAgent.ToString());
        return new Caller(
            Address(context.Connection.RemoteIpAddress),
            userAgent.Length > MaxUserAgent ? userAgent[..MaxUserAgent] : userAgent,
            context.TraceIdentifier
        );
    }

    private static string Address(IPAddress? address) =>
        address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
