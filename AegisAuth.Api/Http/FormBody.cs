namespace AegisAuth.Api.Http;

/// <summary>Forms as clients send them.</summary>
internal static class FormBody
{
    /// <summary>The form in the body.</summary>
    /// <exception cref="BadHttpRequestException">It has too many or too long parameters, a NUL, or ends too early: the client's fault, 400.</exception>
    public static async Task<IFormCollection> ReadClientFormAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
#pragma warning disable RS0030 // the one place
            return await request.ReadFormAsync(cancellationToken);
#pragma warning restore RS0030
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new BadHttpRequestException("The form cannot be read.", StatusCodes.Status400BadRequest, e);
        }
    }
}
