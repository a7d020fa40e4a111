using System.Reflection;
using System.Text.RegularExpressions;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Tests.Data;

namespace AegisAuth.Tests;

/// <summary>The rules of the house that the compiler does not hold. Each names the file that breaks it.</summary>
[TestFixture]
internal sealed partial class HouseRulesTests
{
    private const int LongestFile = 260;
    private const int MostArguments = 8;

    internal static string Root { get; } = FindRoot();

    [Test]
    public void Application_KnowsNoHttpAndNoPicture() =>
        Assert.That(
            typeof(Caller).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name),
            Has.None.StartsWith("Microsoft.AspNetCore").And.None.EqualTo("QRCoder")
        );

    [Test]
    public void Comments_NameWhoActs()
    {
        // Words that leave open who is meant: the user, the caller, the attacker.
        var vague = (
            (string[])["AegisAuth.Domain", "AegisAuth.Application", "AegisAuth.Infrastructure", "AegisAuth.Api", "AegisAuth.Tests"]
        )
            .SelectMany(Sources)
            .SelectMany(file => File.ReadLines(file).Where(line => VagueWord().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.That(vague, Is.Empty);
    }

    [Test]
    public void Domain_ReferencesNothingOfOurs() => Assert.That(OurReferences(typeof(User).Assembly), Is.Empty);

    [Test]
    public void Application_ReferencesTheDomainOnly() =>
        Assert.That(OurReferences(typeof(Caller).Assembly), Is.EquivalentTo((string[])["AegisAuth.Domain"]));

    [Test]
    public void Infrastructure_DoesNotReferenceTheApi() =>
        Assert.That(OurReferences(typeof(SqlUnitOfWork).Assembly), Has.None.EqualTo("AegisAuth.Api"));

    [Test]
    public void Infrastructure_ShowsNothingButItsRegistration() =>
        Assert.That(
            typeof(SqlUnitOfWork).Assembly.GetExportedTypes().Select(t => t.FullName),
            Is.EqualTo((string[])["AegisAuth.Infrastructure.InfrastructureServices"])
        );

    [Test]
    public void Api_NamesInfrastructureInTheProgramOnly() =>
        Assert.That(FilesWith("AegisAuth.Api", @"using AegisAuth\.Infrastructure"), Is.EqualTo((string[])["AegisAuth.Api/Program.cs"]));

    [TestCase("AegisAuth.Api/Admin", @"AegisAuth\.Api\.Site")]
    [TestCase("AegisAuth.Api/Site", @"AegisAuth\.Api\.Admin")]
    [TestCase("AegisAuth.Api/OAuth2", @"AegisAuth\.Api\.(?:Admin|Site)")]
    [TestCase("AegisAuth.Api/Site", @"AegisAuth\.Api\.OAuth2")]
    [TestCase("AegisAuth.Api/Http", @"AegisAuth\.Api\.(?:Admin|Site|OAuth2)")]
    [TestCase("AegisAuth.Infrastructure/Providers", @"AegisAuth\.Infrastructure\.Data")]
    [TestCase("AegisAuth.Infrastructure/Data", @"AegisAuth\.Infrastructure\.Providers")]
    public void Neighbours_DoNotKnowEachOther(string folder, string forbidden) => Assert.That(FilesWith(folder, forbidden), Is.Empty);

    // A record is data: its members are what it is, not what it needs.
    [TestCase(typeof(User))]
    [TestCase(typeof(Caller))]
    [TestCase(typeof(SqlUnitOfWork))]
    [TestCase(typeof(Program))]
    public void Constructors_TakeEightArgumentsAtMost(Type ofTheProject)
    {
        var types = ofTheProject
            .Assembly.GetTypes()
            .Where(type =>
                type.GetMethod("<Clone>$") is null
                && !type.IsValueType
                && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
            )
            .ToList();
        var tooLong = types
            .SelectMany(type => type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(constructor => constructor.GetParameters().Length > MostArguments)
            .Select(constructor => $"{constructor.DeclaringType} takes {constructor.GetParameters().Length}");

        Assert.That(types, Is.Not.Empty);
        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Signatures_CarryNoSessionBesideItsCaller()
    {
        var sideBySide = new[] { typeof(Api.Admin.AdminController), typeof(AuthenticatedCaller), typeof(Infrastructure.Data.Database) }
            .SelectMany(ofTheProject => ofTheProject.Assembly.GetTypes())
            .Where(type => type != typeof(AuthenticatedCaller))
            .SelectMany(type =>
                type.GetMethods(
                        BindingFlags.Instance
                            | BindingFlags.Static
                            | BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.DeclaredOnly
                    )
                    .Concat<MethodBase>(type.GetConstructors())
            )
            .Where(method =>
                !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
                && method.GetParameters().Select(parameter => parameter.ParameterType).ToHashSet() is var types
                && types.Contains(typeof(AuthenticatedSession))
                && types.Contains(typeof(Caller))
            )
            .Select(method => $"{method.DeclaringType}.{method.Name}");

        Assert.That(sideBySide, Is.Empty);
    }

    [Test]
    public void Features_DoNotUseTheLogins() =>
        Assert.That(
            FilesWith("AegisAuth.Application", @"using AegisAuth\.Application\.(?:AdminLogin|SiteLogin);")
                .Where(f =>
                    !Regex.IsMatch(
                        f,
                        "/(?:AdminLogin|SiteLogin|Registration)/|ApplicationServices",
                        RegexOptions.None,
                        TimeSpan.FromSeconds(1)
                    )
                ),
            Is.Empty
        );

    [Test]
    public void Credentials_AreCheckedUnderTheGuardOnly()
    {
        // Code that compares a password must hold a reservation: there is no second path around a pause.
        var checking = FilesWith("AegisAuth.Application", @"\.VerifyAsync\(");
        var guarded = FilesWith("AegisAuth.Application", @"ReserveAsync\(");

        Assert.That(checking, Is.Not.Empty);
        Assert.That(checking.Except(guarded), Is.Empty);
    }

    [Test]
    public void Statements_AreFields()
    {
        // A statement made anywhere else would escape the T-SQL check.
        var made = Sources("AegisAuth.Infrastructure").Sum(file => NewStatement().Count(File.ReadAllText(file)));

        Assert.That(Statements.Fields, Has.Count.GreaterThanOrEqualTo(made));
        Assert.That(FilesWith("AegisAuth.Infrastructure", @"new Sql<"), Is.Empty);
    }

    [Test]
    public void Controllers_SealedAndShort() =>
        Assert.That(
            typeof(Program)
                .Assembly.GetTypes()
                .Where(t => t.Name.EndsWith("Controller", StringComparison.Ordinal) && !t.IsAbstract && !t.IsSealed),
            Is.Empty
        );

    [Test]
    public void Files_StayShort() =>
        Assert.That(
            Sources("AegisAuth.Domain")
                .Concat(Sources("AegisAuth.Application"))
                .Concat(Sources("AegisAuth.Infrastructure"))
                .Concat(Sources("AegisAuth.Api"))
                .Where(file => File.ReadLines(file).Count() > LongestFile)
                .Select(Relative),
            Is.Empty
        );

    [Test]
    public void Engines_HaveTheSameTablesAndColumns() => Assert.That(Columns("sqlserver"), Is.EqualTo(Columns("sqlite")));

    private static string[] Columns(string engine) =>
        [
            .. Statements
                .MigrationsOf(engine)
                .SelectMany(script =>
                    TableOrColumn().Matches(script).Select(match => match.Groups["table"].Value + match.Groups["column"].Value)
                ),
        ];

    private static string[] OurReferences(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("AegisAuth", StringComparison.Ordinal))];

    private static string[] FilesWith(string folder, string pattern) =>
        [
            .. Sources(folder)
                .Where(file => Regex.IsMatch(File.ReadAllText(file), pattern, RegexOptions.None, TimeSpan.FromSeconds(5)))
                .Select(Relative)
                .Order(StringComparer.Ordinal),
        ];

    internal static IEnumerable<string> Sources(string folder)
    {
        var path = Path.Combine(Root, folder);
        return Directory.Exists(path)
            ? Directory
                .EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj"))
            : [];
    }

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AegisAuth.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"static readonly Sql<\w+> \w+ = ", RegexOptions.None, 1000)]
    private static partial Regex NewStatement();

    [GeneratedRegex(
        @"^(?:CREATE TABLE (?<table>\w+)|    (?<column>\w+) (?:TEXT|INTEGER|BLOB|BIGINT|INT|BIT|BINARY|VARBINARY|CHAR|NVARCHAR))",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex TableOrColumn();

    [GeneratedRegex(@"^\s*//.*\b(whoever|nobody|somebody|he)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VagueWord();
}
