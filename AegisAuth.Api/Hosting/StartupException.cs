using System.Data.Common;
using System.Net.Sockets;
using AegisAuth.Application;
using AegisAuth.Application.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>The program cannot start; the message says why in one sentence.</summary>
internal sealed class StartupException(string message) : Exception(message)
{
    private const string ListenElsewhere = "Set ASPNETCORE_URLS or --urls to listen elsewhere.";
    private const string KestrelAssembly = "Microsoft.AspNetCore.Server.Kestrel.Core";

    /// <summary>The sentences for the operator, where the fault is in the configuration or in the database; null for any other fault.</summary>
    public static string? Explain(Exception exception) =>
        exception switch
        {
            StartupException e => e.Message,
            MigrationException e => e.Message,
            ConfigurationException e => e.Message,
            OptionsValidationException e => string.Join(Environment.NewLine, e.Failures),
            AggregateException e when e.InnerExceptions.All(inner => Explain(inner) is not null) => string.Join(
                Environment.NewLine,
                e.InnerExceptions.Select(Explain)
            ),
            // Its own words name server or file, and no password.
            DbException e => $"ConnectionStrings:AegisAuth names a database that does not answer: {e.Message}",
            DatabaseAwayException { InnerException: { } e } =>
                $"ConnectionStrings:AegisAuth names a database that does not answer: {e.Message}",
            // Raised by the configuration binder, whose message names key and type.
            InvalidOperationException { InnerException: FormatException or ArgumentException } e => e.Message,
            // A settings file that is not JSON: the inner message names the line.
            InvalidDataException { InnerException: FormatException why } e => $"{e.Message} {why.Message}",
            IOException { InnerException: AddressInUseException } e => $"{e.Message} {ListenElsewhere}",
            // No such address on this machine, or a port that only root may open.
            SocketException e => $"The address to listen on cannot be used: {e.Message}. {ListenElsewhere}",
            ArgumentOutOfRangeException { ParamName: "port" } => $"The address to listen on has a port that is none. {ListenElsewhere}",
            IOException or UnauthorizedAccessException => exception.Message,
            // An address that is none, https without a certificate: Kestrel's own words, of which the first line says it.
            InvalidOperationException or FormatException when exception.Source == KestrelAssembly => FirstLine(exception.Message),
            _ => null,
        };

    private static string FirstLine(string text) => text.ReplaceLineEndings("\n").Split('\n')[0];
}
