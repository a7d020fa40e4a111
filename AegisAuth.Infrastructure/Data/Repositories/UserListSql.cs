using AegisAuth.Application.Common;
using AegisAuth.Application.UserManagement;
using AegisAuth.Application.Users;

namespace AegisAuth.Infrastructure.Data.Repositories;

/// <summary>
/// The statements behind lists of accounts: one for each order, and each of them once more for a single organisation,
/// which then walks the index of the organisation instead of the whole table. Everything in them is written here;
/// what a client sends is a parameter.
/// </summary>
internal static class UserListSql
{
    private const string Filter = """
        erased_at IS NULL
          AND (@Role IS NULL OR role = @Role)
          AND (@Enabled IS NULL OR enabled = @Enabled)
          AND (@Name IS NULL
            OR user_name_key LIKE @Name ESCAPE '~'
            OR LOWER(nickname) LIKE LOWER(@Nickname) ESCAPE '~'
            OR aegisspeed_id LIKE @IdPrefix ESCAPE '~')
        """;

    private const string OfOne = " AND organisation_id = @OrganisationId";

    // A page of a text order begins behind a name; the first one of the descending order with the greatest there is.
    private const string BehindName = "user_name_key > COALESCE(@AfterText, '')";
    private const string BeforeName =
        "user_name_key <= COALESCE(@AfterText, (SELECT MAX(user_name_key) FROM users)) AND (@AfterText IS NULL OR user_name_key <> @AfterText)";
    private const string LastLogin = "COALESCE(last_login_at, 0)";
    private const string BehindLogin = $"({LastLogin} > @AfterNumber OR ({LastLogin} = @AfterNumber AND id > @AfterId))";
    private const string BeforeLogin = $"({LastLogin} < @AfterNumber OR ({LastLogin} = @AfterNumber AND id < @AfterId))";

    private static readonly Sql<UserPage> ById = All("id > @AfterId", "id");
    private static readonly Sql<UserPage> ByIdDescending = All("id < @AfterId", "id DESC");
    private static readonly Sql<UserPage> ByName = All(BehindName, "user_name_key");
    private static readonly Sql<UserPage> ByNameDescending = All(BeforeName, "user_name_key DESC");
    private static readonly Sql<UserPage> ByLogin = All(BehindLogin, $"{LastLogin}, id");
    private static readonly Sql<UserPage> ByLoginDescending = All(BeforeLogin, $"{LastLogin} DESC, id DESC");

    private static readonly Sql<UserPage> OfOneById = One("id > @AfterId", "id");
    private static readonly Sql<UserPage> OfOneByIdDescending = One("id < @AfterId", "id DESC");
    private static readonly Sql<UserPage> OfOneByName = One(BehindName, "user_name_key");
    private static readonly Sql<UserPage> OfOneByNameDescending = One(BeforeName, "user_name_key DESC");
    private static readonly Sql<UserPage> OfOneByLogin = One(BehindLogin, $"{LastLogin}, id");
    private static readonly Sql<UserPage> OfOneByLoginDescending = One(BeforeLogin, $"{LastLogin} DESC, id DESC");

    private static readonly Sql<UserFilterRow> CountAll = new($"SELECT COUNT(*) FROM users WHERE {Filter}");
    private static readonly Sql<UserFilterRow> CountOfOne = new($"SELECT COUNT(*) FROM users WHERE {Filter}{OfOne}");

    public static Sql<UserPage> Page(UserSort sort, UserFilter filter) =>
        (sort, filter.OrganisationId is null) switch
        {
            (UserSort.Id, true) => ById,
            (UserSort.IdDescending, true) => ByIdDescending,
            (UserSort.UserName, true) => ByName,
            (UserSort.UserNameDescending, true) => ByNameDescending,
            (UserSort.LastLogin, true) => ByLogin,
            (UserSort.LastLoginDescending, true) => ByLoginDescending,
            (UserSort.Id, false) => OfOneById,
            (UserSort.IdDescending, false) => OfOneByIdDescending,
            (UserSort.UserName, false) => OfOneByName,
            (UserSort.UserNameDescending, false) => OfOneByNameDescending,
            (UserSort.LastLogin, false) => OfOneByLogin,
            (UserSort.LastLoginDescending, false) => OfOneByLoginDescending,
        };

    public static Sql<UserFilterRow> Count(UserFilter filter) => filter.OrganisationId is null ? CountAll : CountOfOne;

    private static Sql<UserPage> All(string behind, string order) => Select($"{Filter} AND {behind}", order);

    private static Sql<UserPage> One(string behind, string order) => Select($"{Filter}{OfOne} AND {behind}", order);

    private static Sql<UserPage> Select(string where, string order) =>
        new(
            sqlite: $"SELECT {UserRepository.Columns} FROM users WHERE {where} ORDER BY {order} LIMIT @Limit",
            sqlServer: $"SELECT TOP (@Limit) {UserRepository.Columns} FROM users WHERE {where} ORDER BY {order}"
        );
}

/// <summary>The parameters of a filter.</summary>
internal record UserFilterRow(long? OrganisationId, int? Role, bool? Enabled, string? Name, string? Nickname, string? IdPrefix)
{
    public static UserFilterRow Of(UserFilter filter) =>
        new(
            filter.OrganisationId,
            (int?)filter.Role,
            filter.Enabled,
            filter.Text is { } name ? $"%{Literal(UserNames.KeyOf(name))}%" : null,
            filter.Text is { } nickname ? $"%{Literal(nickname)}%" : null,
            filter.Text is { } id ? $"{Literal(id.ToUpperInvariant())}%" : null
        );

    // '[' opens a set of characters in T-SQL; escaped, all engines take it as itself.
    private static string Literal(string text) =>
        text.Replace("~", "~~", StringComparison.Ordinal)
            .Replace("%", "~%", StringComparison.Ordinal)
            .Replace("_", "~_", StringComparison.Ordinal)
            .Replace("[", "~[", StringComparison.Ordinal);
}

/// <summary>The parameters of a page.</summary>
internal sealed record UserPage : UserFilterRow
{
    private UserPage(UserFilterRow filter)
        : base(filter) { }

    /// <summary>Null on the first page.</summary>
    public string? AfterText { get; private init; }

    public long AfterNumber { get; private init; }

    public long AfterId { get; private init; }

    public int Limit { get; private init; }

    public static UserPage Of(UserFilter filter, UserSort sort, CursorKey? after, int limit)
    {
        var descending = sort is UserSort.IdDescending or UserSort.UserNameDescending or UserSort.LastLoginDescending;
        // No row lies before the first place of an order.
        var start = descending ? long.MaxValue : -1;
        return new UserPage(UserFilterRow.Of(filter))
        {
            AfterText = after?.Text,
            AfterNumber = after?.Number ?? start,
            AfterId = after?.Id ?? start,
            Limit = limit,
        };
    }
}
