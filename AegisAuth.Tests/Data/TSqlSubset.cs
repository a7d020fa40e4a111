using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace AegisAuth.Tests.Data;

/// <summary>
/// The T-SQL that more servers than one understand: what lies outside is named. Correctness rests on one conditional
/// statement and its row count, or on a unique constraint, so that no lock hint is needed either.
/// </summary>
internal sealed class TSqlSubset : TSqlFragmentVisitor
{
    private readonly HashSet<string> _commonTables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    /// <summary>What of a script lies outside the subset; empty when nothing does.</summary>
    public static IReadOnlyList<string> Faults(string script)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        var subset = new TSqlSubset();
        fragment?.Accept(subset);
        return
        [
            .. errors.Select(error => string.Create(CultureInfo.InvariantCulture, $"line {error.Line}: {error.Message}")),
            .. subset._faults,
        ];
    }

    public override void Visit(MergeStatement node) => Refuse(node, "MERGE");

    public override void Visit(CreateOrAlterProcedureStatement node) => Refuse(node, "CREATE OR ALTER");

    public override void Visit(CreateOrAlterViewStatement node) => Refuse(node, "CREATE OR ALTER");

    public override void Visit(IndexDefinition node) => Refuse(node, "an index inside CREATE TABLE");

    public override void Visit(WaitForStatement node) => Refuse(node, "WAITFOR");

    public override void Visit(AlterDatabaseStatement node) => Refuse(node, "ALTER DATABASE");

    public override void Visit(TableHint node) => Refuse(node, "a lock hint");

    public override void Visit(CommonTableExpression node) => _commonTables.Add(node.ExpressionName.Value);

    public override void Visit(UpdateSpecification node) => RefuseCommonTable(node);

    public override void Visit(DeleteSpecification node) => RefuseCommonTable(node);

    public override void Visit(AssignmentSetClause node)
    {
        if (node.AssignmentKind != AssignmentKind.Equals)
        {
            Refuse(node, "SET with an operator");
        }
    }

    public override void Visit(AlterTableAddTableElementStatement node)
    {
        if (node.Definition.ColumnDefinitions.Count > 1)
        {
            Refuse(node, "more than one column in ALTER TABLE ADD");
        }
    }

    public override void Visit(SchemaObjectName node)
    {
        if (node.SchemaIdentifier?.Value.Equals("sys", StringComparison.OrdinalIgnoreCase) == true)
        {
            Refuse(node, "a table of the system");
        }
    }

    // No order of columns is relied on, and a forgotten value does not show itself before a server runs it.
    public override void Visit(InsertSpecification node)
    {
        if (node.InsertSource is ValuesInsertSource values && values.RowValues.Any(row => row.ColumnValues.Count != node.Columns.Count))
        {
            Refuse(node, "an INSERT whose columns and values differ in number");
        }
    }

    private void RefuseCommonTable(UpdateDeleteSpecificationBase node)
    {
        if (node.Target is NamedTableReference table && _commonTables.Contains(table.SchemaObject.BaseIdentifier.Value))
        {
            Refuse(node, "a common table expression as a target");
        }
    }

    private void Refuse(TSqlFragment node, string what) =>
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"line {node.StartLine}: {what}"));
}
