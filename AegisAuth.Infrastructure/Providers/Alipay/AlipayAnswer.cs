using System.Diagnostics.CodeAnalysis;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Alipay;

/// <summary>
/// An answer of Alipay's gateway: one node, named for the method, and beside it a signature over the node's
/// text. What is read is the very text that was verified.
/// </summary>
internal static class AlipayAnswer
{
    private const string Provider = "alipay";
    private const string ErrorNode = "error_response";

    /// <summary>The node of a success, or the refusal.</summary>
    /// <param name="reply">What came back.</param>
    /// <param name="nodeName">The method's node, such as <c>alipay_system_oauth_token_response</c>.</param>
    /// <param name="publicKey">Alipay's public key.</param>
    /// <param name="node">The node.</param>
    /// <param name="refusal">Otherwise what to answer.</param>
    public static bool IsSuccess(
        ProviderReply reply,
        string nodeName,
        string publicKey,
        [NotNullWhen(true)] out LenientJson? node,
        [NotNullWhen(false)] out ProviderResult? refusal
    )
    {
        node = null;
        if (!reply.IsObject(out var body, out refusal))
        {
            return false;
        }

        if (SignedText(reply.Body, body, nodeName) is not { } text || !LenientJson.TryParse(text, out node))
        {
            refusal = ProviderErrors.Unavailable("format");
            return false;
        }

        var sign = body.Text("sign");
        var error = ErrorOf(node, isErrorNode: body.Raw(nodeName) is null);
        // Alipay does not sign every error, such as one about our own signature. An error opens no door, so an
        // unsigned one is taken at its word; a success never is.
        // In certificate mode the answer names the certificate it is signed with: ours of Alipay, or none.
        var signer = body.Text("alipay_cert_sn");
        var otherSigner = signer is not null && AlipayCertificates.SerialOf(publicKey) is { } known && signer != known;
        if ((error is null || sign is not null) && (otherSigner || !AlipaySignature.IsSigned(text, sign, publicKey)))
        {
            refusal = ProviderErrors.Unavailable("signature");
            return false;
        }

        refusal = error;
        return error is null;
    }

    /// <summary>
    /// The node's value as it stands in the body, quotes or braces included: never written anew, which would
    /// change its bytes. Null where there is no node, or where its name occurs twice: another reader could
    /// take the other one (the official extractor refuses that too).
    /// </summary>
    public static string? SignedText(string raw, LenientJson body, string nodeName)
    {
        var name = body.Raw(nodeName) is not null ? nodeName : ErrorNode;
        var quoted = $"\"{name}\"";
        var first = raw.IndexOf(quoted, StringComparison.Ordinal);
        return first >= 0 && first == raw.LastIndexOf(quoted, StringComparison.Ordinal) ? body.Raw(name) : null;
    }

    // An error is a node of its own, or a code other than 10000 within the method's node. The token call has no
    // code at all when it succeeds.
    private static ProviderResult? ErrorOf(LenientJson node, bool isErrorNode)
    {
        var code = node.Text("code");
        return !isErrorNode && code is null or "10000"
            ? null
            : ProviderErrors.Refuse(Provider, node.Text("sub_code") ?? code ?? "error", group: code);
    }
}
