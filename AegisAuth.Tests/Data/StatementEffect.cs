using AegisAuth.Infrastructure.Data;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AegisAuth.Tests.Data;

/// <summary>
/// What a statement makes stale, read from its T-SQL by Microsoft's parser: the second opinion on what stands beside it.
/// A column counts that the statement behind every token check reads.
/// </summary>
internal sealed class StatementEffect : TSqlFragmentVisitor
{
    private const string LastUse = "sessions.last_seen_at";

    // Every table.column that a request reads with its session, and the tables they are in.
    private static readonly IReadOnlySet<string> Read = ColumnsOf(
        Statements.TSql.Single(statement => statement.Name == "SessionRepository.FindByToken").Text
    );
    private static readonly HashSet<string> Tables = Read.Select(column => column.Split('.')[0]).ToHashSet(StringComparer.Ordinal);

    private SessionChange _change;

    /// <summary>What the statement makes stale.</summary>
    public static SessionChange Of(string sql)
    {
        var effect = new StatementEffect();
        Parse(sql).Accept(effect);
        return effect._change;
    }

    /// <summary>The table.column names that a SELECT with aliases mentions.</summary>
    public static IReadOnlySet<string> ColumnsOf(string sql)
    {
        var visitor = new ColumnVisitor();
        Parse(sql).Accept(visitor);
        return visitor.Columns;
    }

    public override void Visit(DeleteSpecification node)
    {
        if (Tables.Contains(NameOf(node)))
        {
            var expired = new ExpiryVisitor();
            node.WhereClause?.Accept(expired);
            Raise(expired.OnlyExpired ? SessionChange.Ended : SessionChange.Access);
        }
    }

    public override void Visit(TruncateTableStatement node) => Raise(SessionChange.Access);

    public override void Visit(MergeStatement node) => Raise(SessionChange.Access);

    public override void Visit(UpdateSpecification node)
    {
        var table = NameOf(node);
        foreach (var set in node.SetClauses.OfType<AssignmentSetClause>())
        {
            var column = Last(set.Column);
            // A row that is set to what it is was only to be locked.
            var unchanged = set.NewValue is ColumnReferenceExpression value && Last(value) == column;
            if (!unchanged && Read.Contains($"{table}.{column}"))
            {
                Raise($"{table}.{column}" == LastUse ? SessionChange.LastUse : SessionChange.Access);
            }
        }
    }

    private static TSqlFragment Parse(string sql)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.That(errors, Is.Empty, sql);
        return fragment;
    }

    private static string NameOf(UpdateDeleteSpecificationBase node)
    {
        var target = ((NamedTableReference)node.Target).SchemaObject.BaseIdentifier.Value;
        var aliases = new ColumnVisitor();
        node.FromClause?.Accept(aliases);
        return aliases.TableOf(target).ToLowerInvariant();
    }

    private static string Last(ColumnReferenceExpression column) => column.MultiPartIdentifier.Identifiers[^1].Value.ToLowerInvariant();

    private void Raise(SessionChange change) => _change = (SessionChange)Math.Max((int)_change, (int)change);

    private sealed class ColumnVisitor : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<IList<Identifier>> _columns = [];

        public IReadOnlySet<string> Columns =>
            _columns
                .Where(parts => parts.Count == 2)
                .Select(parts => $"{TableOf(parts[0].Value)}.{parts[1].Value}".ToLowerInvariant())
                .ToHashSet(StringComparer.Ordinal);

        public string TableOf(string name) => _aliases.GetValueOrDefault(name, name);

        public override void Visit(NamedTableReference node)
        {
            if (node.Alias is { Value: var alias })
            {
                _aliases[alias] = node.SchemaObject.BaseIdentifier.Value;
            }
        }

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is { } name)
            {
                _columns.Add(name.Identifiers);
            }
        }
    }

    // "expires_at <= @Before", with nothing but a choice of keys around it.
    private sealed class ExpiryVisitor : TSqlFragmentVisitor
    {
        private int _expiry;
        private int _other;

        public bool OnlyExpired => _expiry == 1 && _other == 0;

        public override void Visit(BooleanComparisonExpression node)
        {
            if (
                node
                    is {
                        ComparisonType: BooleanComparisonType.LessThanOrEqualTo,
                        FirstExpression: ColumnReferenceExpression column,
                        SecondExpression: VariableReference
                    }
                && Last(column) == "expires_at"
            )
            {
                _expiry++;
            }
            else
            {
                _other++;
            }
        }

        public override void Visit(BooleanBinaryExpression node) => _other++;

        public override void Visit(BooleanNotExpression node) => _other++;
    }
}
