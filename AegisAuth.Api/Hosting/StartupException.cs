using System.Data.Common;
using AegisAuth.Application.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>The program cannot start; the message says why in one sentence.</summary>
internal sealed class StartupException(string message) : Exception(message)
{
    /// <summary>The sentences for the operator, where the fault is in the configuration or in the database; null for any other fault.</summary>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            StartupException e => e.Message,
            MigrationException e => e.Message,
            OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
            AggregateException e when e.InnerExceptions.All(inner => Explain(inner) is not null) => string.Join(
                Environment.NewLine,
                e.InnerExceptions.Select(Explain)
            ),
            // Its own words name server or file, and no password.
            DbException e => $"ConnectionStrings:AegisAuth names a database that does not answer: {e.Message}",
            // Raised by the configuration binder, whose message names key and type.
            InvalidOperationException { InnerException: FormatException or ArgumentException } e => e.Message,
            // A settings file that is not JSON: the inner message names the line.
            InvalidDataException { InnerException: FormatException why } e => $"{e.Message} {why.Message}",
            IOException { InnerException: AddressInUseException } e => $"{e.Message} Set ASPNETCORE_URLS or --urls to listen elsewhere.",
            _ => null,
        };
}
