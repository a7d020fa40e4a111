using AegisAuth.Application.Common;

namespace AegisAuth.Api.Http;

/// <summary>
/// How one surface says things: which paths are its own, and how a refusal looks there. Controllers, the request
/// pipeline and Swagger all ask the same protocol, so that an answer and its documentation cannot differ.
/// </summary>
internal interface IProtocol
{
    /// <summary>The path below which everything wears this envelope.</summary>
    PathString Root { get; }

    /// <summary>The largest body in bytes.</summary>
    long MaxBodyBytes { get; }

    /// <summary>The scheme that a 401 asks for (RFC 9110, 11.6.1).</summary>
    string Challenge => "Bearer";

    /// <summary>True where the answer does not tell an unknown user and a missing role from a wrong password.</summary>
    bool HidesAccounts { get; }

    /// <summary>The refusal as this surface says it.</summary>
    /// <param name="refusal">What to say.</param>
    /// <param name="context">Whom to say it to: the endpoint and the languages it reads.</param>
    /// <param name="status">The HTTP status, where the pipeline has one already (404, 405, 413, 415).</param>
    Answer Refuse(Refusal refusal, HttpContext context, int? status = null);
}

/// <summary>An HTTP status and the object that becomes the JSON body.</summary>
internal sealed record Answer(int Status, object Body);
