using System.Text;
using AegisAuth.Application.Importing;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.Importing;

/// <summary>What becomes of lines: taken, there already, or refused with a reason.</summary>
[TestFixture]
internal sealed class UserImportTests
{
    private const string Weapp = """[{"provider":"weapp","app_id":"wx1","subject":"o1","union_id":"u1"}]""";

    private TestApp _app = null!;

    [SetUp]
    public void Start() => _app = TestApp.Started();

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task Import_EveryMember_IsStored()
    {
        var result = await _app.ImportAsync(
            """
            {"id":70,"aegisspeed_id":"old00000a","user_name":"Zhang.Wei","nickname":"张伟","real_name":"张伟","email":"ZW@Example.com","email_verified":true,"phone":"138 0013 8000","phone_verified":1,"enabled":0,"organisation_id":2,"group_id":7,"parent_id":4,"invite_code":"CODE1","is_retailer":1,"balance":12,"total_reward":34,"created_time":1669012062,"identities":
            """.Trim()
                + Weapp
                + "}"
        );

        Assert.That(result.Fates, Is.EqualTo((1, 0, 0)));
        Assert.That(
            _app.Rows(
                "SELECT id, aegisspeed_id, user_name, nickname, real_name, email, phone, enabled, organisation_id, group_id, parent_id, invite_code, is_retailer, balance, total_reward, created_at, password_hash IS NULL, role FROM users WHERE id = 70"
            ),
            Is.EqualTo((string[])["70,OLD00000A,Zhang.Wei,张伟,张伟,zw@example.com,138 0013 8000,0,2,7,4,CODE1,1,12,34,1669012062000,1,0"])
        );
        Assert.That(
            _app.Rows("SELECT contact_key FROM verified_contacts WHERE user_id = 70 ORDER BY 1"),
            Is.EqualTo((string[])["email:zw@example.com", "phone:8613800138000"])
        );
        Assert.That(
            _app.Rows("SELECT provider, app_id, subject, union_family, union_id FROM external_identities WHERE user_id = 70"),
            Is.EqualTo((string[])["weapp,wx1,o1,wechat,u1"])
        );
        Assert.That(_app.Rows("SELECT family, union_id FROM union_identities WHERE user_id = 70"), Is.EqualTo((string[])["wechat,u1"]));
    }

    [Test]
    public async Task Import_TheSameFileTwice_SkipsEveryLineAndWritesNothing()
    {
        string[] lines =
        [
            """{"id":70,"aegisspeed_id":"ASD000070","user_name":"one"}""",
            """{"id":71,"user_name":"two","created_time":1669012062}""",
            """{"user_name":"three"}""",
            """{"email":"four@example.com","email_verified":true}""",
            """{"phone":"13800138000","phone_verified":true}""",
            $$"""{"identities":{{Weapp}}}""",
        ];
        Assert.That((await _app.ImportAsync(lines)).Fates, Is.EqualTo((6, 0, 0)));
        var before = _app.Rows("SELECT * FROM users ORDER BY id").Concat(_app.Rows("SELECT * FROM sequences ORDER BY name")).ToList();
        var audit = _app.Rows("SELECT action, reason, address FROM audit_entries");

        Assert.That((await _app.ImportAsync(lines)).Fates, Is.EqualTo((0, 6, 0)));
        Assert.That((await _app.ImportAsync([.. lines, lines[2]])).Fates, Is.EqualTo((0, 7, 0)), "twice in one file as well");

        Assert.That(
            _app.Rows("SELECT * FROM users ORDER BY id").Concat(_app.Rows("SELECT * FROM sequences ORDER BY name")),
            Is.EqualTo(before)
        );
        Assert.That(audit, Is.EqualTo((string[])["user-import,users: 6,local"]));
        Assert.That(_app.Rows("SELECT action, reason, address FROM audit_entries"), Is.EqualTo(audit));
    }

    [TestCase("""{"aegisspeed_id":"asd000004","user_name":"somebody"}""", "aegisspeed_id: another account has it")]
    [TestCase("""{"user_name":"USER"}""", "user_name: another account has it")]
    [TestCase("""{"user_name":"x.y.z","email":"FIRST@example.com","email_verified":true}""", "email: another account has it")]
    [TestCase("""{"user_name":"x.y.z","phone":"+8613800138000","phone_verified":true}""", "phone: another account has it")]
    [TestCase("""{"user_name":"x.y.z","invite_code":"CODE1"}""", "invite_code: another account has it")]
    [TestCase(
        """{"user_name":"x.y.z","identities":[{"provider":"weapp","app_id":"wx1","subject":"o1"}]}""",
        "identities: another account has it"
    )]
    [TestCase(
        """{"user_name":"x.y.z","identities":[{"provider":"wechat","app_id":"wx2","subject":"o2","union_id":"u1"}]}""",
        "identities: another account has it"
    )]
    [TestCase("""{"aegisspeed_id":"ASD000004","user_name":"user","created_time":1669012062}""", "aegisspeed_id: another account has it")]
    public async Task Import_SomethingOfAnotherAccount_IsRefusedAlsoInsideOneFile(string line, string reason)
    {
        var first =
            $$"""{"user_name":"first","email":"first@example.com","email_verified":true,"phone":"13800138000","phone_verified":true,"invite_code":"CODE1","identities":{{Weapp}}}""";

        Assert.That((await _app.ImportAsync(first, line)).Reasons, Is.EqualTo((string[])[$"line 2: {reason}"]));
        Assert.That((await _app.ImportAsync(line)).Reasons, Is.EqualTo((string[])[$"line 1: {reason}"]));
        Assert.That(_app.Rows("SELECT COUNT(*) FROM users"), Is.EqualTo((string[])["5"]));
    }

    [Test]
    public async Task Import_UnprovenContactOfAnother_IsTakenAndDoesNotLogIn()
    {
        var hash = PasswordHashing.ForeignVectors.OneOfEach[0].Hash;
        var result = await _app.ImportAsync(
            """{"user_name":"first","email":"one@example.com","email_verified":true}""",
            $$"""{"user_name":"second","email":"one@example.com","password_hash":"{{hash}}"}""",
            $$"""{"user_name":"third","email":"three@example.com","password_hash":"{{hash}}"}"""
        );

        Assert.That(result.Fates, Is.EqualTo((3, 0, 0)));
        using var client = _app.Client();
        using var response = await client.PostLoginAsync(
            $$"""{"email":"three@example.com","password":"{{PasswordHashing.ForeignVectors.En}}"}"""
        );
        Assert.That((await response.JsonAsync()).GetProperty("code").GetInt32(), Is.EqualTo(-1));
    }

    [TestCase("""{"nickname":"nobody"}""", "nothing to know it by")]
    [TestCase("""{"user_name":"a"}""", "user_name:")]
    [TestCase("""{"user_name":"a@b.example"}""", "user_name:")]
    [TestCase("""{"user_name":"abc000001"}""", "user_name:")]
    [TestCase("""{"user_name":"abcd","id":0}""", "id:")]
    [TestCase("""{"user_name":"abcd","aegisspeed_id":"ASD1"}""", "aegisspeed_id:")]
    [TestCase("""{"user_name":"abcd","email":"no address"}""", "email:")]
    [TestCase("""{"user_name":"abcd","email_verified":true}""", "email_verified:")]
    [TestCase("""{"user_name":"abcd","phone":"12345"}""", "phone:")]
    [TestCase("""{"user_name":"abcd","phone_verified":true}""", "phone_verified:")]
    [TestCase("""{"user_name":"abcd","created_time":1669012062000}""", "created_time:")]
    [TestCase("""{"user_name":"abcd","organisation_id":0}""", "organisation_id:")]
    [TestCase("""{"user_name":"abcd","id":9,"parent_id":9}""", "parent_id:")]
    [TestCase("""{"user_name":"abcd","nickname":"a\u0000b"}""", "nickname:")]
    [TestCase("""{"user_name":"abcd","invite_code":"a b"}""", "invite_code:")]
    [TestCase("""{"user_name":"abcd","role":"管理员"}""", "role: start the import with --with-roles")]
    [TestCase("""{"user_name":"abcd","role":"root"}""", "role:")]
    [TestCase("""{"user_name":"abcd","password_hash":"5f4dcc3b5aa765d61d8327deb882cf99"}""", "password_hash: its form is not known")]
    [TestCase("""{"user_name":"abcd","identities":[{"provider":"github","app_id":"a","subject":"s"}]}""", "identities: provider is one of")]
    [TestCase("""{"user_name":"abcd","identities":[null]}""", "identities: provider is one of")]
    [TestCase("""{"user_name":"abcd","identities":[{"provider":"tt","app_id":"a"}]}""", "identities: app_id and subject")]
    [TestCase(
        """{"user_name":"abcd","identities":[{"provider":"tt","app_id":"a","subject":"s","union_id":"u"}]}""",
        "identities: union_id is for"
    )]
    [TestCase(
        """{"user_name":"abcd","identities":[{"provider":"tt","app_id":"a","subject":"s"},{"provider":"tt","app_id":"a","subject":"s"}]}""",
        "identities: one of them is there twice"
    )]
    [TestCase("""{"user_name":"abcd","balance":"12"}""", "balance:")]
    [TestCase("""{"user_name":"abcd","balance":1.5}""", "balance:")]
    [TestCase("""{"user_name":"abcd","enabled":2}""", "enabled:")]
    [TestCase("""{"user_name":"abcd","user_name":"efgh"}""", "user_name:")]
    [TestCase("""{"user_name":"\ud800abc"}""", "user_name:")]
    [TestCase("""{"user_name":"abcd"} {"user_name":"efgh"}""", "not a JSON object")]
    [TestCase("""["abcd"]""", "not a JSON object")]
    [TestCase("null", "not a JSON object")]
    [TestCase("user_name,abcd", "not a JSON object")]
    public async Task Import_LineOfTheWrongForm_IsRefusedWithItsReason(string line, string reason)
    {
        var result = await _app.ImportAsync("""{"user_name":"good.one"}""", line, """{"user_name":"good.two"}""");

        Assert.That(result.Fates, Is.EqualTo((2, 0, 1)));
        Assert.That(result.Reasons.Single(), Does.StartWith($"line 2: {reason}"));
    }

    [Test]
    public async Task Import_FileOfWindowsWithOddLines_IsReadLineByLine()
    {
        byte[] file =
        [
            0xEF,
            0xBB,
            0xBF,
            .. Encoding.UTF8.GetBytes("{\"user_name\":\"after.mark\"}\r\n\r\n  {\"user_name\":\"third.line\"}\r\n{\"user_name\":\"bad."),
            0xC3,
            0x28,
            .. Encoding.UTF8.GetBytes($"\"}}\r\n{{\"user_name\":\"{new string('x', 40_000)}\"}}\r\n{new string('y', 200_000)}\n"),
            .. Encoding.UTF8.GetBytes("{\"user_name\":\"without.end\",\"shoe_size\":42}"),
        ];

        var result = await _app.ImportAsync(file, new ImportRequest(DryRun: false, WithRoles: false));

        Assert.That(result.Fates, Is.EqualTo((3, 0, 3)));
        Assert.That(
            result.Reasons,
            Is.EqualTo((string[])["line 4: not UTF-8", "line 5: longer than 32768 bytes", "line 6: longer than 32768 bytes"])
        );
        Assert.That(result.Unknown, Is.EqualTo((string[])["shoe_size"]));
    }

    [Test]
    public async Task Import_TakenAndUnheardOfIds_GetOthersAndInvitersFollow()
    {
        // 4 is taken by a development account; 300 comes after the one it has invited; 900 is nowhere; 70 is refused.
        var result = await _app.ImportAsync(
            """{"id":200,"user_name":"child.of.4","parent_id":4}""",
            """{"id":201,"user_name":"child.of.300","parent_id":300}""",
            """{"id":202,"user_name":"child.of.900","parent_id":900}""",
            """{"id":203,"user_name":"child.of.70","parent_id":70}""",
            """{"id":4,"user_name":"four"}""",
            """{"id":300,"user_name":"threehundred"}""",
            """{"id":70,"user_name":"no"}""",
            """{"id":99999999999,"user_name":"far.away"}""",
            """{"user_name":"child.of.far","parent_id":99999999999}"""
        );

        Assert.That(result.Fates, Is.EqualTo((8, 0, 1)));
        Assert.That((result.Counts.Renumbered, result.Counts.WithoutInviter), Is.EqualTo((2, 2)));
        Assert.That(
            _app.Rows("SELECT c.user_name, p.user_name FROM users c JOIN users p ON p.id = c.parent_id ORDER BY c.id"),
            Is.EqualTo((string[])["child.of.4,four", "child.of.300,threehundred", "child.of.far,far.away"])
        );
        Assert.That(_app.Rows("SELECT COUNT(*) FROM users WHERE id > 1000"), Is.EqualTo((string[])["0"]));
    }

    // A line of 5 is refused before or after the one that is taken; who was invited by 5 comes before, between and after them.
    [TestCase(1)]
    [TestCase(2)]
    public async Task Import_RefusedLineWithTheIdOfAGoodOne_DoesNotStandInItsWay(int runs)
    {
        string[] lines =
        [
            """{"id":50,"user_name":"before","parent_id":500}""",
            """{"id":500,"user_name":"!"}""",
            """{"id":51,"user_name":"between","parent_id":500}""",
            """{"id":500,"user_name":"five"}""",
            """{"id":500,"user_name":"?"}""",
            """{"id":52,"user_name":"after","parent_id":500}""",
            """{"id":53,"user_name":"of.a.later.one","parent_id":54}""",
            """{"id":54,"user_name":"later.one"}""",
        ];
        var result = await _app.ImportAsync(lines);
        for (var run = 1; run < runs; run++)
        {
            result = await _app.ImportAsync(lines);
        }

        Assert.That(result.Counts.WithoutInviter, Is.Zero);
        Assert.That(
            _app.Rows("SELECT c.user_name, p.user_name FROM users c JOIN users p ON p.id = c.parent_id ORDER BY c.id"),
            Is.EqualTo((string[])["before,five", "between,five", "after,five", "of.a.later.one,later.one"])
        );
    }

    [Test]
    public async Task Import_KilledBeforeTheLineOfAnInviterWhoseNumberIsTaken_DoesNotLeaveAStranger()
    {
        string[] lines = ["""{"id":200,"user_name":"child","parent_id":4}""", """{"id":4,"user_name":"four"}"""];
        // As a kill leaves it: 4 is the number of a development account, and was good until the second line came.
        await _app.ImportAsync(lines[0]);
        Assert.That(_app.Rows("SELECT parent_id FROM users WHERE id = 200"), Is.EqualTo((string[])["4"]));

        await _app.ImportAsync(lines);

        Assert.That(
            _app.Rows("SELECT p.user_name FROM users c JOIN users p ON p.id = c.parent_id WHERE c.id = 200"),
            Is.EqualTo((string[])["four"])
        );
    }

    [Test]
    public async Task Import_KilledBeforeTheInvitersWereSet_SetsThemTheNextTime()
    {
        string[] lines = ["""{"id":200,"user_name":"child","parent_id":4}""", """{"id":4,"user_name":"four"}"""];
        await _app.ImportAsync(lines);
        await _app.ExecuteSqlAsync("UPDATE users SET parent_id = 0 WHERE id = 200");

        await _app.ImportAsync(lines);

        Assert.That(
            _app.Rows("SELECT p.user_name FROM users c JOIN users p ON p.id = c.parent_id WHERE c.id = 200"),
            Is.EqualTo((string[])["four"])
        );
    }

    [Test]
    public async Task Register_AfterAnImportOfHighIds_GetsTheNextFreeNumber()
    {
        await _app.ImportAsync(
            """{"id":500,"user_name":"fivehundred"}""",
            """{"aegisspeed_id":"ASD000502","user_name":"id.of.502"}""",
            """{"aegisspeed_id":"ASD000504","user_name":"id.of.504"}"""
        );

        var user = await _app.AddUserAsync("newcomer");
        var next = await _app.AddUserAsync("next.one");

        Assert.That((user.AegisSpeedId.ToString(), next.AegisSpeedId.ToString()), Is.EqualTo(("ASD000507", "ASD000508")));
    }

    [Test]
    public async Task DryRun_FileWithFaults_TellsThemAndStoresNothing()
    {
        var before = _app.Rows("SELECT * FROM users").Concat(_app.Rows("SELECT * FROM sequences ORDER BY name")).ToList();
        var file = Encoding.UTF8.GetBytes(
            """
            {"user_name":"one","parent_id":4,"password_hash":"$2y$04$eRhCL65oZbQ3ygCZTQAZW.y5IMgtUwtKtr2dRi.4PekDsKsocXLt2"}
            {"user_name":"one","created_time":1669012062}
            {"user_name":"one","parent_id":4}
            {"user_name":"user"}
            """
        );

        var result = await _app.ImportAsync(file, new ImportRequest(DryRun: true, WithRoles: false));

        Assert.That(result.Fates, Is.EqualTo((1, 1, 2)));
        Assert.That(_app.Rows("SELECT * FROM users").Concat(_app.Rows("SELECT * FROM sequences ORDER BY name")), Is.EqualTo(before));
        Assert.That(_app.Rows("SELECT COUNT(*) FROM audit_entries WHERE action = 'user-import'"), Is.EqualTo((string[])["0"]));
    }

    [Test]
    public async Task Import_MoreThanOneTransaction_WritesOneEntryEach()
    {
        var lines = Enumerable.Range(0, 1200).Select(i => $$"""{"user_name":"brought-{{i}}"}""").ToArray();

        Assert.That((await _app.ImportAsync(lines)).Fates, Is.EqualTo((1200, 0, 0)));
        Assert.That(
            _app.Rows("SELECT reason FROM audit_entries WHERE action = 'user-import' ORDER BY sequence"),
            Is.EqualTo((string[])["users: 500", "users: 500", "users: 200"])
        );
    }

    [Test]
    public async Task Import_NamesWithHiddenCharacters_ComeWithoutThem()
    {
        var result = await _app.ImportAsync(
            """{"user_name":"turned","nickname":"nimda\u202e 张\u200b伟","real_name":"gpj.\u202ephoto 张\u200b伟"}""",
            """{"user_name":"nothing.left","nickname":"\u202e","real_name":"\u200b"}""",
            """{"user_name":"as.it.is","nickname":"Ann  ❤️","real_name":"Ann  Li"}"""
        );

        Assert.That(result.Fates, Is.EqualTo((3, 0, 0)), string.Join('\n', result.Reasons));
        Assert.That(
            _app.Rows("SELECT nickname, real_name FROM users WHERE id > 4 ORDER BY user_name"),
            Is.EqualTo((string[])["Ann  ❤️,Ann  Li", "nothing.left,", "nimda 张伟,gpj.photo 张伟"])
        );
    }

    [Test]
    public async Task Export_BroughtElsewhere_IsTheSameAgain()
    {
        await _app.ImportAsync(
            $$"""{"id":70,"user_name":"zhang.wei","email":"zw@example.com","email_verified":true,"phone":"+8613800138000","parent_id":4,"password_hash":"{{PasswordHashing.ForeignVectors.OneOfEach[0].Hash}}","identities":{{Weapp}}}""",
            """{"id":71,"user_name":"alipay.user","enabled":false,"is_retailer":1,"identities":[{"provider":"alipay","app_id":"a","subject":"open"},{"provider":"alipay","app_id":"a","subject":"2088"}]}"""
        );
        var exported = await _app.ExportAsync();
        await using var other = TestApp
            .CreateEmpty()
            .In("Production")
            .With("Bootstrap:AdminPassword", "an unlikely first password")
            .Start();
        await other.ExecuteSqlAsync("DELETE FROM users");

        var result = await other.ImportAsync(exported, new ImportRequest(DryRun: false, WithRoles: true));

        Assert.That(result.Fates, Is.EqualTo((6, 0, 0)), string.Join('\n', result.Reasons));
        Assert.That(Encoding.UTF8.GetString(await other.ExportAsync()), Is.EqualTo(Encoding.UTF8.GetString(exported)));
        Assert.That(
            other.Rows("SELECT subject, is_alias FROM external_identities WHERE provider = 'alipay' ORDER BY is_alias"),
            Is.EqualTo(_app.Rows("SELECT subject, is_alias FROM external_identities WHERE provider = 'alipay' ORDER BY is_alias"))
        );
        Assert.That(
            (await _app.ImportAsync(exported, new ImportRequest(false, true))).Fates,
            Is.EqualTo((0, 6, 0)),
            "here it is all there"
        );
        Assert.That(_app.Rows("SELECT COUNT(*) FROM audit_entries WHERE action = 'user-export'"), Is.EqualTo((string[])["1"]));
    }
}
