namespace AegisAuth.Api.Simulator;

/// <summary>A person who can log in through the simulator. The same people every time, so that accounts are found again.</summary>
/// <remarks>
/// <c>Id</c> is the word a script uses: <c>lin</c>, and in <c>demo-lin</c>. <c>Sex</c> is as Tencent counts: 1 male,
/// 2 female, 0 unknown.
/// </remarks>
internal sealed record Person(string Id, Words Name, int Sex, string Email, bool EmailVerified, string Phone)
{
    private static readonly Person[] Everyone =
    [
        new("lin", new("林一", "Lin Yi"), 2, "lin.yi@example.com", EmailVerified: true, "13800000001"),
        new("wang", new("王二", "Wang Er"), 1, "wang.er@example.com", EmailVerified: false, "13800000002"),
        new("zhang", new("张三", "Zhang San"), 1, "zhang.san@example.com", EmailVerified: true, "13800000003"),
        new("guest", new("访客", "Guest"), 0, "", EmailVerified: false, ""),
    ];

    /// <summary>
    /// Whom a login must refuse: a high-risk user (WeChat mini program, 40226), a snapshot-page visitor (WeChat
    /// web page), a user who is not logged in (Douyin, anonymous code only). Elsewhere there is no such person.
    /// </summary>
    internal bool IsGuest => Id == "guest";

    internal static IEnumerable<Person> OfferedBy(SimulatedApp app) =>
        Everyone.Where(person => !person.IsGuest || app is SimulatedApp.Weapp or SimulatedApp.Inwechat or SimulatedApp.Tt);

    internal static Person? Find(SimulatedApp app, string? id) => OfferedBy(app).FirstOrDefault(person => person.Id == id);

    /// <summary>
    /// The person behind one of the always fresh demonstration codes, <c>demo-lin</c> and so on; null for any
    /// other code. They exist so that the examples of the API description work unedited.
    /// </summary>
    internal static Person? OfDemoCode(SimulatedApp app, string? code) =>
        code is { Length: > 5 } && code.StartsWith("demo-", StringComparison.Ordinal) ? Find(app, code[5..]) : null;
}
