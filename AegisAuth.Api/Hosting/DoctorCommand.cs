using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Operation;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>What <c>--doctor</c> does: says whether this instance is fit for production, and what to do, and ends.</summary>
internal static class DoctorCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The exit code: 0 fit, 1 with warnings, 2 with faults. Changes nothing.</summary>
    public static async Task<int> RunAsync(WebApplication app, bool asJson, TextWriter output)
    {
        var findings = await ExamineAsync(app);
        var worst = Doctor.Worst(findings);
        if (asJson)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new DoctorReport(worst, findings), Json));
        }
        else
        {
            await WriteAsync(findings, worst, output);
        }

        return (int)worst;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException && StartupException.Explain(e) is { } sentences)
        {
            // No check can be made with settings that are wrong, and the service does not start with them.
            return
            [
                .. sentences
                    .Split(Environment.NewLine)
                    .Select(sentence => Finding.Fault("configuration", sentence, "docs/configuration.md.")),
            ];
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(cheapOnly: false, CancellationToken.None);
    }

    private static async Task WriteAsync(IReadOnlyList<Finding> findings, FindingLevel worst, TextWriter output)
    {
        foreach (var finding in findings)
        {
            await output.WriteLineAsync($"{Mark(finding.Level)} {finding.Check}: {finding.Text}");
            if (finding.ToDo is { } toDo)
            {
                await output.WriteLineAsync($"        {toDo}");
            }
        }

        var (warnings, faults) = (findings.Count(f => f.Level == FindingLevel.Warning), findings.Count(f => f.Level == FindingLevel.Fault));
        await output.WriteLineAsync(
            worst == FindingLevel.Ok ? "Fit for production." : $"Not fit for production: {faults} faults, {warnings} warnings."
        );
    }

    private static string Mark(FindingLevel level) =>
        level switch
        {
            FindingLevel.Ok => "ok     ",
            FindingLevel.Warning => "WARNING",
            FindingLevel.Fault => "FAULT  ",
        };

    private sealed record DoctorReport(FindingLevel Verdict, IReadOnlyList<Finding> Findings);
}
