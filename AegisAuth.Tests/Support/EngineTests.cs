using AegisAuth.Tests.Data.Engines;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace AegisAuth.Tests.Support;

/// <summary>Tests over the wire that run once on each engine: their programs have a database of the fixture's engine.</summary>
/// <param name="engine">The engine of this fixture.</param>
internal abstract class EngineTests(Engine engine)
{
    /// <summary>The engine that this fixture runs on.</summary>
    public Engine Engine { get; } = engine;

    /// <summary>The engine of the fixture that is running; null where the fixture names none.</summary>
    public static Engine? Current
    {
        get
        {
            for (ITest? test = TestExecutionContext.CurrentContext.CurrentTest; test is not null; test = test.Parent)
            {
                if (test.Arguments.OfType<Engine>().FirstOrDefault() is { } engine)
                {
                    return engine;
                }
            }

            return null;
        }
    }
}
