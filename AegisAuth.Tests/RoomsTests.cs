using System.Text.RegularExpressions;

namespace AegisAuth.Tests;

/// <summary>
/// The rooms of a project (its folders) use each other in one direction only: a reader of one need not read them all.
/// A circle is found from the code's own using directives and types, and named with the files that close it.
/// </summary>
[TestFixture]
internal sealed partial class RoomsTests
{
    [TestCase("AegisAuth.Domain")]
    [TestCase("AegisAuth.Application")]
    [TestCase("AegisAuth.Infrastructure")]
    [TestCase("AegisAuth.Api")]
    public void Rooms_FormNoCircle(string project)
    {
        var files = HouseRulesTests.Sources(project).Select(SourceFile.Read).ToList();
        var rooms = Dependencies(files);

        Assert.That(files, Has.Count.GreaterThan(5));
        Assert.That(Circle(rooms), Is.Empty);
    }

    [Test]
    public void ProviderRooms_UseNeitherEachOtherNorTheDatabase()
    {
        const string Providers = "AegisAuth.Infrastructure.Providers.";
        var files = HouseRulesTests
            .Sources("AegisAuth.Infrastructure")
            .Select(SourceFile.Read)
            .Where(file => file.Room.StartsWith(Providers, StringComparison.Ordinal))
            .ToList();
        var strangers = files.SelectMany(file =>
            file.Uses.Where(used =>
                    used.StartsWith("AegisAuth.Infrastructure", StringComparison.Ordinal)
                    && used != file.Room
                    && used != Providers + "Backchannel"
                )
                .Select(used => $"{file.Path} uses {used}")
        );

        Assert.That(files.Select(file => file.Room).Distinct(StringComparer.Ordinal).Count(), Is.GreaterThan(5));
        Assert.That(strangers, Is.Empty);
    }

    [Test]
    public void Circle_OfThreeRooms_IsFoundAndNamed()
    {
        var circle = Circle(
            Dependencies([
                new SourceFile("a.cs", "P.A", ["P.B"], [], []),
                new SourceFile("b.cs", "P.B", ["P.C"], [], []),
                new SourceFile("c.cs", "P.C", ["P.A"], [], []),
                new SourceFile("d.cs", "P.D", ["P.A"], [], []),
            ])
        );

        Assert.That(circle, Is.EqualTo((string[])["P.A -> P.B (a.cs)", "P.B -> P.C (b.cs)", "P.C -> P.A (c.cs)"]));
    }

    [Test]
    public void Circle_ThroughATypeOfTheFolderAbove_IsFound()
    {
        var circle = Circle(
            Dependencies([new SourceFile("up.cs", "P", ["P.A"], ["Upper"], []), new SourceFile("a.cs", "P.A", [], [], ["Upper"])])
        );

        Assert.That(circle, Is.EqualTo((string[])["P -> P.A (up.cs)", "P.A -> P (a.cs)"]));
    }

    // Room -> the rooms it uses, each with one file that does.
    private static SortedDictionary<string, SortedDictionary<string, string>> Dependencies(List<SourceFile> files)
    {
        var owners = files
            .SelectMany(file => file.Declares.Select(type => (type, file.Room)))
            .GroupBy(pair => pair.type, pair => pair.Room, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var known = files.Select(file => file.Room).ToHashSet(StringComparer.Ordinal);
        var uses = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            // A type of a folder above needs no using directive.
            var above = file.Mentions.Where(owners.ContainsKey).SelectMany(type => owners[type]).Where(room => IsAbove(room, file.Room));
            foreach (var used in file.Uses.Where(known.Contains).Concat(above).Where(room => room != file.Room))
            {
                uses.TryAdd(file.Room, new SortedDictionary<string, string>(StringComparer.Ordinal));
                uses[file.Room].TryAdd(used, Path.GetFileName(file.Path));
            }
        }

        return uses;
    }

    private static bool IsAbove(string room, string other) => other.StartsWith(room + ".", StringComparison.Ordinal);

    private static string[] Circle(SortedDictionary<string, SortedDictionary<string, string>> uses)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var room in uses.Keys)
        {
            if (Walk(room, [], uses, done) is { Length: > 0 } circle)
            {
                return circle;
            }
        }

        return [];
    }

    private static string[] Walk(
        string room,
        List<string> path,
        SortedDictionary<string, SortedDictionary<string, string>> uses,
        HashSet<string> done
    )
    {
        if (path.IndexOf(room) is var start and >= 0)
        {
            string[] circle = [.. path[start..], room];
            return [.. circle.Zip(circle.Skip(1), (from, to) => $"{from} -> {to} ({uses[from][to]})")];
        }

        if (done.Contains(room) || !uses.TryGetValue(room, out var next))
        {
            return [];
        }

        path.Add(room);
        var found = next.Keys.Select(used => Walk(used, path, uses, done)).FirstOrDefault(circle => circle.Length > 0) ?? [];
        path.RemoveAt(path.Count - 1);
        done.Add(room);
        return found;
    }

    private sealed partial record SourceFile(
        string Path,
        string Room,
        IReadOnlyCollection<string> Uses,
        IReadOnlyCollection<string> Declares,
        IReadOnlyCollection<string> Mentions
    )
    {
        public static SourceFile Read(string path)
        {
            var text = File.ReadAllText(path);
            return new SourceFile(
                path,
                Namespace().Match(text).Groups["name"].Value,
                [.. Using().Matches(text).Select(match => match.Groups["name"].Value)],
                [.. Declaration().Matches(text).Select(match => match.Groups["name"].Value)],
                [.. Word().Matches(Remark().Replace(text, "")).Select(match => match.Value).Distinct(StringComparer.Ordinal)]
            );
        }

        [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline, 1000)]
        private static partial Regex Namespace();

        [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline, 1000)]
        private static partial Regex Using();

        [GeneratedRegex(
            @"^(?:public|internal) (?:[a-z]+ )*(?:class|record|enum|interface|struct) (?<name>\w+)",
            RegexOptions.Multiline,
            1000
        )]
        private static partial Regex Declaration();

        [GeneratedRegex(@"\b[A-Z]\w+", RegexOptions.None, 1000)]
        private static partial Regex Word();

        [GeneratedRegex(@"//.*$|^using .*$|^namespace .*$", RegexOptions.Multiline, 1000)]
        private static partial Regex Remark();
    }
}
