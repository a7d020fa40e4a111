namespace AegisAuth.Infrastructure.Data;

/// <summary>
/// One SQL statement with the type of its parameters. Statements are static fields of the repositories and
/// nothing else can be run, so that a test finds every one of them and has Microsoft's own parser and model
/// check its T-SQL, with exactly the parameters that <typeparamref name="TParameters"/> has.
/// </summary>
/// <typeparam name="TParameters">A type with one property for each <c>@Parameter</c>.</typeparam>
internal sealed class Sql<TParameters>
{
    private readonly string _sqlite;
    private readonly string _sqlServer;

    /// <summary>A statement that all engines read.</summary>
    public Sql(string portable)
        : this(portable, portable) { }

    /// <summary>A statement whose spellings cannot be one: paging, mostly. PostgreSQL reads what SQLite reads.</summary>
    public Sql(string sqlite, string sqlServer)
    {
        _sqlite = sqlite;
        _sqlServer = sqlServer;
    }

    /// <summary>What it makes stale of that which a request has read of its session.</summary>
    public SessionChange Change { get; init; }

    /// <summary>
    /// Whose sessions those are: parameters say it themselves that are <see cref="IUserScoped"/>. Null stands for all users.
    /// </summary>
    public Func<TParameters, long?> Whose { get; init; } = parameters => (parameters as IUserScoped)?.UserId;

    public string For(DatabaseProvider provider) =>
        provider switch
        {
            DatabaseProvider.Sqlite or DatabaseProvider.PostgreSql => _sqlite,
            DatabaseProvider.SqlServer => _sqlServer,
        };
}

/// <summary>Parameters of a statement that changes one user and the sessions of that user only.</summary>
internal interface IUserScoped
{
    /// <summary>Whose they are.</summary>
    long UserId { get; }
}

/// <summary>The parameters of a statement that has none.</summary>
internal sealed class NoParameters
{
    public static readonly NoParameters None = new();
}
