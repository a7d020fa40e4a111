using AegisAuth.Application.Importing;
using AegisAuth.Application.Passwords;
using AegisAuth.Infrastructure.PasswordHashing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.PasswordHashing;

/// <summary>Hashes of other products: what the original tools have made must verify here, kept or wrapped.</summary>
[TestFixture]
internal sealed class ForeignHashTests
{
    private const string Salt16 = "c2FsdHNhbHQxMjM0NTY3OA";
    private const string Digest32 = "EzLwJB71KaQZmUG2I7zo16H2oHUEE7M/x1D+nweVBo8";

    private const string Wrapped = "$wrapped$$2b$04$MagaZIA3BVzfgi6YztxXmO...............................|$argon2id$v=19$";

    private static readonly PasswordHashOptions Cheap = new()
    {
        MemoryKiB = 7168,
        Iterations = 1,
        Concurrency = 2,
    };

    private ServiceProvider _services = null!;
    private ImportedHashes _hashes = null!;
#pragma warning disable NUnit1032 // The container that made it disposes of it.
    private Argon2PasswordHasher _hasher = null!;
#pragma warning restore NUnit1032

    [OneTimeSetUp]
    public void Make()
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(Cheap))
            .AddSingleton<HashMetrics>()
            .AddSingleton<Argon2PasswordHasher>()
            .BuildServiceProvider();
        _hashes = new ImportedHashes(Options.Create(Cheap));
        _hasher = _services.GetRequiredService<Argon2PasswordHasher>();
    }

    [OneTimeTearDown]
    public void Remove() => _services.Dispose();

    [TestCaseSource(typeof(ForeignVectors), nameof(ForeignVectors.All))]
    public async Task Verify_HashOfTheOriginalTool_TakesItsPasswordAndNoOther(ForeignVector vector)
    {
        Assert.That(_hashes.Judge(vector.Hash).Fate, Is.EqualTo(vector.IsWeak ? HashFate.Weak : HashFate.Keep));
        var stored = vector.IsWeak ? (await _hashes.WrapAsync([vector.Hash], CancellationToken.None)).Single() : vector.Hash;

        Assert.That(await VerifyAsync(vector.Password, stored), Is.EqualTo(PasswordCheck.RightButOutdated));
        Assert.That(await VerifyAsync(vector.Password[..^6] + "……", stored), Is.EqualTo(PasswordCheck.Wrong));
        Assert.That(await VerifyAsync("x" + vector.Password, stored), Is.EqualTo(PasswordCheck.Wrong));
    }

    [TestCaseSource(typeof(ForeignVectors), nameof(ForeignVectors.All))]
    public async Task Wrap_WeakHash_KeepsNothingOfTheDigest(ForeignVector vector)
    {
        if (!vector.IsWeak)
        {
            Assert.Pass("It is not wrapped.");
        }

        var wrapped = (await _hashes.WrapAsync([vector.Hash], CancellationToken.None)).Single();

        Assert.That(wrapped, Does.Not.Contain(vector.Hash[^12..]).And.Contain("|$argon2id$v=19$m=7168,t=1,p=1$"));
        Assert.That(wrapped, Has.Length.LessThanOrEqualTo(256));
        Assert.That(_hashes.Judge(wrapped), Is.EqualTo(HashJudgement.Keep), "an export of it can be brought again");
    }

    [Test]
    public async Task Bcrypt_PasswordBeyond72Bytes_IsCutAsTheToolDoes()
    {
        var vector = ForeignVectors.All.First(v =>
            v.Password == ForeignVectors.Zh && v.Hash.StartsWith("$2y$04", StringComparison.Ordinal)
        );

        Assert.That(await VerifyAsync(ForeignVectors.Zh[..26], vector.Hash), Is.EqualTo(PasswordCheck.RightButOutdated));
        Assert.That(await VerifyAsync(ForeignVectors.Zh[..25], vector.Hash), Is.EqualTo(PasswordCheck.Wrong));
    }

    [TestCase("5f4dcc3b5aa765d61d8327deb882cf99", TestName = "MD5")]
    [TestCase("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", TestName = "SHA256")]
    [TestCase("$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", TestName = "md5crypt")]
    [TestCase("$6$rounds=5000$abc$def", TestName = "sha512crypt")]
    [TestCase("{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr", TestName = "LDAP")]
    [TestCase("$2x$10$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte", TestName = "Bcrypt2x")]
    [TestCase("$2b$17$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte", TestName = "BcryptCost17")]
    [TestCase("$2b$03$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte", TestName = "BcryptCost3")]
    [TestCase("$2b$10$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdt", TestName = "BcryptShort")]
    [TestCase("$2b$10$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUd=e", TestName = "BcryptOtherAlphabet")]
    [TestCase("$argon2i$v=19$m=65536,t=3,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2i")]
    [TestCase("$argon2id$v=16$m=65536,t=3,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2Version16")]
    [TestCase("$argon2id$v=19$m=1048577,t=3,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2Above1GiB")]
    [TestCase("$argon2id$v=19$m=7,t=3,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2Below8KiB")]
    [TestCase("$argon2id$v=19$m=65536,t=11,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2ElevenPasses")]
    [TestCase("$argon2id$v=19$m=65536,t=0,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2NoPass")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=17$" + Salt16 + "$" + Digest32, TestName = "Argon2SeventeenLanes")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=0$" + Salt16 + "$" + Digest32, TestName = "Argon2NoLane")]
    [TestCase("$argon2id$v=19$m=-8,t=3,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2Negative")]
    [TestCase("$argon2id$v=19$t=3,m=65536,p=1$" + Salt16 + "$" + Digest32, TestName = "Argon2OtherOrder")]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=1$" + Salt16 + "$", TestName = "Argon2NoDigest")]
    [TestCase("$pbkdf2-sha256$0$" + Salt16 + "$" + Digest32, TestName = "Pbkdf2NoPass")]
    [TestCase("$pbkdf2-sha256$10000001$" + Salt16 + "$" + Digest32, TestName = "Pbkdf2TooManyPasses")]
    [TestCase("$pbkdf2-sha256$99999999999999999999$" + Salt16 + "$" + Digest32, TestName = "Pbkdf2NoNumber")]
    [TestCase("$pbkdf2-sha256$29000$$" + Digest32, TestName = "Pbkdf2NoSalt")]
    [TestCase("pbkdf2_sha256$260000$$" + Digest32, TestName = "DjangoNoSalt")]
    [TestCase("pbkdf2_sha1$260000$abcdefgh$" + Digest32, TestName = "DjangoSha1")]
    [TestCase("$scrypt$ln=25,r=8,p=1$" + Salt16 + "$" + Digest32, TestName = "ScryptTooLarge")]
    [TestCase("$scrypt$ln=20,r=16,p=16$" + Salt16 + "$" + Digest32, TestName = "ScryptTooMuchWork")]
    [TestCase("$scrypt$ln=16,r=0,p=1$" + Salt16 + "$" + Digest32, TestName = "ScryptNoBlock")]
    [TestCase("27c203292b0eaf3d94b6236e7bc47238:df6f", TestName = "BetterAuthShort")]
    [TestCase("AQAAAAMAAYagAAAAEO9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A==", TestName = "IdentityUnknownHash")]
    [TestCase("AQAAAAJ/////AAAAEO9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A==", TestName = "IdentityTooManyPasses")]
    [TestCase("AQAAAAIAAYag/////+9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A==", TestName = "IdentitySaltOutOfBounds")]
    [TestCase("$wrapped$nothing|$argon2id$v=19$m=7168,t=1,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedUnknown")]
    [TestCase("$wrapped$", TestName = "WrappedEmpty")]
    [TestCase(Wrapped + "m=7168,t=2147483647,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedTooManyPasses")]
    [TestCase(Wrapped + "m=7168,t=11,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedElevenPasses")]
    [TestCase(Wrapped + "m=7168,t=0,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedNoPass")]
    [TestCase(Wrapped + "m=2147483647,t=1,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedAbove1GiB")]
    [TestCase(Wrapped + "m=8,t=1,p=1$" + Salt16 + "$" + Digest32, TestName = "WrappedInNextToNothing")]
    [TestCase(
        "$wrapped$$2b$04$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte|$argon2id$v=19$m=7168,t=1,p=1$" + Salt16 + "$" + Digest32,
        TestName = "WrappedWithTheOldDigest"
    )]
    [TestCase(" ", TestName = "Blank")]
    public void Judge_UnknownFormOrParametersOutOfBounds_Refuses(string text)
    {
        var judgement = _hashes.Judge(text);

        Assert.That(judgement.Fate, Is.EqualTo(HashFate.Refused));
        Assert.That(judgement.Why, Is.Not.Empty.And.Not.Contain("$"));
    }

    [TestCase("$argon2id$v=19$m=8,t=1,p=1$" + Salt16 + "$" + Digest32, HashFate.Weak)]
    [TestCase("$argon2id$v=19$m=1048576,t=10,p=16$" + Salt16 + "$" + Digest32, HashFate.Keep)]
    [TestCase("$argon2id$v=19$m=65536,t=3,p=1$" + Salt16 + "==$" + Digest32 + "=", HashFate.Keep, TestName = "Padded")]
    [TestCase("$pbkdf2-sha256$209999$" + Salt16 + "$" + Digest32, HashFate.Weak)]
    [TestCase("$pbkdf2-sha256$210000$" + Salt16 + "$" + Digest32, HashFate.Keep)]
    [TestCase("$2b$09$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte", HashFate.Weak)]
    [TestCase(Wrapped + "m=7168,t=10,p=1$" + Salt16 + "$" + Digest32, HashFate.Keep, TestName = "Wrapped")]
    public void Judge_ParametersAtTheirBounds_AreTaken(string text, HashFate fate) =>
        Assert.That(_hashes.Judge(text).Fate, Is.EqualTo(fate));

    private async Task<PasswordCheck> VerifyAsync(string password, string stored)
    {
        Assert.That(_hasher.TryEnter(out var place), Is.True);
        using (place)
        {
            return await place!.VerifyAsync(password, stored);
        }
    }
}
