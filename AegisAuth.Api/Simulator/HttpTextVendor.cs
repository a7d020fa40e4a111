using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AegisAuth.Api.Simulator;

/// <summary>A gateway of the operator's own, as a receiver of Standard Webhooks.</summary>
internal sealed class HttpTextVendor(TextKeys keys, TextDesk desk, TimeProvider clock) : ISimulatedProvider
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sms/http", SendAsync);

    private async Task<IResult> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string Header(string name) => request.Headers[name].ToString();
        var body = await TextDesk.BodyAsync(request, cancellationToken);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Header("webhook-id")}.{Header("webhook-timestamp")}."), .. body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(keys.WebhookKey, signed));
        var isTimely =
            long.TryParse(Header("webhook-timestamp"), CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300;
        if (!isTimely || !Header("webhook-signature").Split(' ').Contains(expected))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        // A repetition is answered like the first, and sends nothing.
        if (desk.Seen.Find(Header("webhook-id")) is not null)
        {
            return Results.Ok();
        }

        desk.Seen.Put(Header("webhook-id"), signed, TimeSpan.FromMinutes(10));
        using var json = JsonDocument.Parse(body);
        var phone = json.RootElement.GetProperty("phone").GetString()!;
        await desk.ShowAsync(
            phone,
            json.RootElement.GetProperty("code").GetString()!,
            json.RootElement.GetProperty("purpose").GetString()!
        );
        return Results.Ok();
    }
}
