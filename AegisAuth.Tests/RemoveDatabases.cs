using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests;

/// <summary>Takes the databases away when the run is over: here, since it is run for the tests of its own namespace and below.</summary>
[SetUpFixture]
internal sealed class RemoveDatabases
{
    [OneTimeTearDown]
    public async Task RemoveAsync()
    {
        foreach (var engine in Engine.Available)
        {
            await engine.RemoveAsync();
        }
    }
}
