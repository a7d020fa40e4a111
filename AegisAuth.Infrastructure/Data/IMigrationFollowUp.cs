namespace AegisAuth.Infrastructure.Data;

/// <summary>What must be in the database before the program works, beside its tables. Runs under the migration lock.</summary>
internal interface IMigrationFollowUp
{
    /// <summary>Adds what is missing. Running it again changes nothing.</summary>
    void Run();
}
