namespace AegisAuth.Application.Importing;

/// <summary>
/// What an import has to remember of the whole file, in a file of its own that no other user of the machine can open and that is gone with
/// the process: the memory must not grow with the file.
/// </summary>
public interface IImportScratch : IDisposable
{
    /// <summary>
    /// Notes which number the user of a number in the file has here, 0 for a line that was refused. The first user of a number counts:
    /// a line that was refused does not stand in the way of a later one.
    /// </summary>
    void NoteNumbers(IReadOnlyCollection<(long InFile, long Here)> numbers);

    /// <summary>The number here of a number in the file; 0 where all its lines were refused, null for one that has not come yet.</summary>
    long? FindNumber(long inFile);

    /// <summary>
    /// For a trial run, which stores nothing: claims keys for a line. Returns the claim of an earlier line where there is one, and
    /// then claims nothing.
    /// </summary>
    byte[]? Claim(IReadOnlyCollection<string> keys, byte[] digest);
}
