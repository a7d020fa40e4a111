namespace AegisAuth.Api.Hosting;

/// <summary>
/// Settings that lie in files, one a file, whose name is the key with <c>__</c> for <c>:</c>. They override every other
/// setting: where a secret has its file, nothing beside it counts.
/// </summary>
internal static class SecretFiles
{
    // The first is ours, the second what systemd sets for LoadCredential.
    private static readonly string[] FolderKeys = ["AEGISAUTH_SECRETS", "CREDENTIALS_DIRECTORY"];

    /// <exception cref="StartupException">A folder that is named is not there.</exception>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        foreach (var key in FolderKeys)
        {
            if (configuration[key] is not { Length: > 0 } folder)
            {
                continue;
            }

            if (!Directory.Exists(folder))
            {
                throw new StartupException($"{key} names a folder that is not there.");
            }

            configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false, reloadOnChange: false);
        }
    }
}
