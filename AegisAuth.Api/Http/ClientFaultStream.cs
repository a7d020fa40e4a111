using Microsoft.AspNetCore.Connections;

namespace AegisAuth.Api.Http;

/// <summary>
/// A request body whose every fault is the client's: a chunk that is no chunk, a connection that is reset. The server names
/// them with many types, some of which look like faults of ours; here they become one.
/// </summary>
internal sealed class ClientFaultStream(Stream inner) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is not (BadHttpRequestException or OperationCanceledException))
        {
            var status = e is ConnectionResetException or ConnectionAbortedException
                ? StatusCodes.Status499ClientClosedRequest
                : StatusCodes.Status400BadRequest;
            throw new BadHttpRequestException("The body cannot be read.", status, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
