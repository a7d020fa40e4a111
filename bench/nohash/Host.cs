using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.Passwords;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AegisAuth.Bench.NoHash;

/// <summary>
/// The real service with a hasher that does nothing and finds every password right: what is left of a login is what is
/// measured. For bench/ only, never for use. Listens on <c>ASPNETCORE_URLS</c> until it is told to end.
/// </summary>
internal static class Host
{
    public static void Main()
    {
        using var ended = new ManualResetEventSlim();
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                ended.Set();
            }
        );
        using var service = new Service();
        service.UseKestrel(new Uri(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!).Port);
        service.StartServer();
        ended.Wait();
    }

    private sealed class Service : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<IPasswordHasher>(new FreeHasher())));
    }

    private sealed class FreeHasher : IPasswordHasher, IHashingPlace
    {
        public bool TryEnter([NotNullWhen(true)] out IHashingPlace? place)
        {
            place = this;
            return true;
        }

        public Task<PasswordCheck> VerifyAsync(string password, string? phc) =>
            Task.FromResult(phc is null ? PasswordCheck.Wrong : PasswordCheck.Right);

        public Task<string> HashAsync(string password) => Task.FromResult("none");

        public void Dispose() { }
    }
}
