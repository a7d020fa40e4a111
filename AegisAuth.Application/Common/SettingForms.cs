using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Common;

/// <summary>
/// Whether the texts of a section can be read into its options. The binder says of one that cannot which type it should
/// have been, in words for programmers; this says it in words for operators, and names the values that an option has.
/// </summary>
public static class SettingForms
{
    /// <summary>Checks the section before it is bound.</summary>
    /// <exception cref="OptionsValidationException">One sentence for each text that has a wrong form.</exception>
    public static void Check<TOptions>(IConfigurationSection section)
        where TOptions : class
    {
        var faults = Faults(section, typeof(TOptions)).ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(TOptions), faults);
        }
    }

    private static IEnumerable<string> Faults(IConfigurationSection section, Type options) =>
        options
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && section.GetSection(property.Name).Value is not null)
            .Select(property => Fault(section.GetSection(property.Name), property.PropertyType))
            .OfType<string>();

    private static string? Fault(IConfigurationSection setting, Type type)
    {
        var form = Nullable.GetUnderlyingType(type) ?? type;
        var mayBeEmpty = form != type || !form.IsValueType;
        var isFine = (mayBeEmpty && string.IsNullOrEmpty(setting.Value)) || CanBe(form, setting.Value!);
        return isFine ? null : $"{setting.Path} must be {Values(form)}.";
    }

    private static bool CanBe(Type type, string text)
    {
        if (type.IsEnum)
        {
            // Names only: the number behind one is no part of the contract.
            return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
        }

        if (!type.IsValueType)
        {
            return true;
        }

        try
        {
            // What the binder does.
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Values(Type type) =>
        type.IsEnum ? List(Enum.GetNames(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration of the form d.hh:mm:ss"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : "a number";

    private static string List(string[] names) =>
        names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
}
