using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AegisAuth.Application.Common;
using AegisAuth.Application.Introspection;

namespace AegisAuth.Api.Hosting;

/// <summary><c>--new-resource-server NAME</c>: draws the secret of a program that may ask about tokens.</summary>
internal static class NewResourceServer
{
    private const int SecretBytes = 32;

    /// <summary>Prints the only copy of a new secret, and the lines that let it in. Nothing is stored.</summary>
    /// <exception cref="ConfigurationException">The configuration takes no program of this name.</exception>
    public static async Task PrintAsync(string name, TextWriter output)
    {
        ResourceServers.CheckName(name);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        await output.WriteLineAsync(
            $"""
            client_id      {name}
            client_secret  {secret}

            The secret is shown once. Give it to the program, and this service its hash:

              ResourceServers__{name}__SecretHashes__0={hash}

            or in appsettings.json:

              "ResourceServers": {"{"} "{name}": {"{"} "SecretHashes": ["{hash}"], "Surfaces": ["Site"] {"}"} {"}"}

            To change a secret without a gap, list the new hash beside the old one, change the program, then take the old one out.
            """
        );
    }
}
