using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using AegisAuth.Application.Messages;

namespace AegisAuth.Api.Outbox;

/// <summary><c>GET /dev/outbox</c>: what was sent, the newest first. Development only; elsewhere there is no such path.</summary>
internal static class OutboxPage
{
    // The page holds text that strangers had a hand in. Nothing on it runs, loads or submits.
    private const string Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>After the senders of the infrastructure: a mail server that is configured goes first.</summary>
    public static void AddDevelopmentOutbox(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddSingleton<DevelopmentOutbox>();
            builder.Services.AddSingleton<IMessageSender>(services => services.GetRequiredService<DevelopmentOutbox>());
        }
    }

    public static void MapDevelopmentOutbox(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/dev/outbox", Show).ExcludeFromDescription();
        }
    }

    private static IResult Show(DevelopmentOutbox outbox, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Text(Page(outbox.List()), MediaTypeNames.Text.Html, Encoding.UTF8);
    }

    private static string Page(IReadOnlyList<SentMessage> messages)
    {
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Outbox</title>
            <h1>Outbox</h1>

            """
        );
        page.Append(messages.Count == 0 ? "<p>Nothing was sent yet.</p>\n" : "<p>The newest first.</p>\n");
        foreach (var (at, message) in messages)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"""
                <article>
                <h2>{Text(message.Subject)}</h2>
                <p>{at:yyyy-MM-dd HH:mm:ss} UTC, by {message.Kind.ToString().ToLowerInvariant()} to {Text(message.To)}</p>
                <pre>{Text(message.Body)}</pre>
                <p><a href="{Text(message.Link.AbsoluteUri)}">Open the link</a></p>
                </article>

                """
            );
        }

        return page.Append("</html>\n").ToString();
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
