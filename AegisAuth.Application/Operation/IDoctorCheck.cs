namespace AegisAuth.Application.Operation;

/// <summary>Looks at one side of the program's fitness; a room adds its own beside its services.</summary>
public interface IDoctorCheck
{
    /// <summary>What it looks at, in a word.</summary>
    string Name { get; }

    /// <summary>Whether it may be made with every question of a load balancer: it reads neither tables nor the network.</summary>
    bool IsCheap { get; }

    /// <summary>Makes the check. Changes nothing. What it throws becomes a fault of its own.</summary>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken);
}
