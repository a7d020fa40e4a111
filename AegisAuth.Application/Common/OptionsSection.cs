using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Common;

/// <summary>Options that are checked when the program starts.</summary>
public static class OptionsSection
{
    /// <summary>
    /// Binds a section and checks its data annotations at start. A wrong value stops the start with a sentence that
    /// names the key, such as <c>Throttle:FreeFailures must be between 1 and 1000000.</c>
    /// </summary>
    public static OptionsBuilder<TOptions> AddOptionsSection<TOptions>(
        this IServiceCollection services,
        IConfiguration configuration,
        string section
    )
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new KeyNamingValidator<TOptions>(section));
        return services
            .AddOptions<TOptions>()
            .Configure(_ => SettingForms.Check<TOptions>(configuration.GetSection(section)))
            .Bind(configuration.GetSection(section))
            .ValidateOnStart();
    }

    private sealed class KeyNamingValidator<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var faults = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(Sentence));
        }

        private string Sentence(ValidationResult fault)
        {
            var property = fault.MemberNames.FirstOrDefault() ?? "";
            var message = fault.ErrorMessage ?? "";
            var prefix = $"The field {property} ";
            return $"{section}:{property} " + (message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message);
        }
    }
}
