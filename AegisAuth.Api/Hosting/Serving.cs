namespace AegisAuth.Api.Hosting;

/// <summary>Serves requests until the program is told to stop.</summary>
internal static class Serving
{
    /// <summary>
    /// As <c>RunAsync</c> of the framework, but for a start that fails, such as on a port that is taken: what was started
    /// before is stopped in order. Otherwise the background services would find their services disposed of, and each would
    /// write a stack trace in front of the one sentence that matters.
    /// </summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch
            {
                await app.StopAsync();
                throw;
            }

            await app.WaitForShutdownAsync();
        }
    }
}
