using System.Reflection;
using System.Text.RegularExpressions;
using AegisAuth.Application.Common;
using AegisAuth.Infrastructure.Data;

namespace AegisAuth.Tests;

/// <summary>The table in docs/configuration.md is true: every key stands in it.</summary>
[TestFixture]
internal sealed partial class ConfigurationTableTests
{
    private static readonly Assembly[] Ours = [typeof(Caller).Assembly, typeof(SqlUnitOfWork).Assembly, typeof(Program).Assembly];

    [Test]
    public void ConfigurationTable_NamesEveryKey()
    {
        var table = File.ReadAllText(Path.Combine(HouseRulesTests.Root, "docs", "configuration.md"));
        var keys = HouseRulesTests
            .Sources("AegisAuth.Application")
            .Concat(HouseRulesTests.Sources("AegisAuth.Infrastructure"))
            .Concat(HouseRulesTests.Sources("AegisAuth.Api"))
            .SelectMany(file => Section().Matches(File.ReadAllText(file)))
            .SelectMany(match => KeysOf(match.Groups["section"].Value, match.Groups["type"].Value))
            .ToList();

        Assert.That(keys, Has.Count.GreaterThan(30));
        Assert.That(keys.Where(key => !table.Contains($"`{key}`", StringComparison.Ordinal)), Is.Empty);
    }

    private static IEnumerable<string> KeysOf(string section, string type) =>
        Ours.SelectMany(assembly => assembly.GetTypes())
            .Single(candidate => candidate.Name == type)
            .GetProperties()
            // The connection string is bound from a section of its own.
            .Where(property => property is { CanWrite: true, Name: not nameof(DatabaseOptions.ConnectionString) })
            .Select(property => $"{section}:{property.Name}");

    [GeneratedRegex(
        @"AddOptionsSection<(?<type>\w+)>\([\w.]+, (?:""(?<section>\w+)""|(?<section>\w+)Options\.Section)\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Section();
}
