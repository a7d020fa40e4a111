using System.Collections.Frozen;

namespace AegisAuth.Infrastructure.Sms;

/// <summary>
/// The one dictionary of the providers' codes. One that is not listed is unknown: it cannot be said whether the message went
/// out, so it is not sent again.
/// </summary>
internal static class TextErrors
{
    private const string Aliyun = "Aliyun";
    private const string Tencent = "Tencent";

    private static readonly FrozenDictionary<(string Provider, string Code), TextClass> Known = new Dictionary<
        TextClass,
        (string Provider, string[] Codes)[]
    >
    {
        [TextClass.Sent] = [(Aliyun, ["OK"]), (Tencent, ["Ok"])],
        [TextClass.Wait] =
        [
            (Aliyun, ["isv.BUSINESS_LIMIT_CONTROL"]),
            (
                Tencent,
                [
                    "LimitExceeded.PhoneNumberThirtySecondLimit",
                    "LimitExceeded.PhoneNumberOneHourLimit",
                    "LimitExceeded.PhoneNumberDailyLimit",
                    "LimitExceeded.PhoneNumberSameContentDailyLimit",
                    "LimitExceeded.DeliveryFrequencyLimit",
                ]
            ),
        ],
        [TextClass.Number] =
        [
            (Aliyun, ["isv.MOBILE_NUMBER_ILLEGAL"]),
            (
                Tencent,
                [
                    "InvalidParameterValue.IncorrectPhoneNumber",
                    "FailedOperation.PhoneNumberParseFail",
                    "FailedOperation.PhoneNumberInBlacklist",
                    "LimitExceeded.AppCountryOrRegionInBlacklist",
                    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone",
                    "UnsupportedOperation.UnsupportedRegion",
                ]
            ),
        ],
        [TextClass.Operator] =
        [
            (
                Aliyun,
                [
                    "isv.DAY_LIMIT_CONTROL",
                    "isv.MONTH_LIMIT_CONTROL",
                    "isv.SMS_TEMPLATE_ILLEGAL",
                    "isv.SMS_SIGNATURE_ILLEGAL",
                    "isv.SMS_SIGN_ILLEGAL",
                    "isv.SIGN_STATE_ILLEGAL",
                    "isv.SMS_SIGNATURE_SCENE_ILLEGAL",
                    "isv.TEMPLATE_MISSING_PARAMETERS",
                    "isv.TEMPLATE_PARAMS_ILLEGAL",
                    "isv.INVALID_JSON_PARAM",
                    "isv.PARAM_LENGTH_LIMIT",
                    "isv.PARAM_NOT_SUPPORT_URL",
                    "isv.INVALID_PARAMETERS",
                    "isv.AMOUNT_NOT_ENOUGH",
                    "isv.OUT_OF_SERVICE",
                    "isv.ACCOUNT_ABNORMAL",
                    "isv.ACCOUNT_NOT_EXISTS",
                    "isv.PRODUCT_UN_SUBSCRIPT",
                    "isp.RAM_PERMISSION_DENY",
                    "InvalidAccessKeyId.NotFound",
                    "isv.DENY_IP_RANGE",
                    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
                    "isv.BLACK_KEY_CONTROL_LIMIT",
                    "isv.SMS_CONTENT_ILLEGAL",
                    "SignatureDoesNotMatch",
                    "IncompleteSignature",
                    "InvalidTimeStamp.Expired",
                    "IllegalTimestamp",
                ]
            ),
            (
                Tencent,
                [
                    "LimitExceeded.AppDailyLimit",
                    "LimitExceeded.AppMainlandChinaDailyLimit",
                    "LimitExceeded.AppGlobalDailyLimit",
                    "LimitExceeded.DailyLimit",
                    "LimitExceeded.AppCountryOrRegionDailyLimit",
                    "FailedOperation.TemplateIncorrectOrUnapproved",
                    "FailedOperation.TemplateUnapprovedOrNotExist",
                    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
                    "FailedOperation.SignatureIncorrectOrUnapproved",
                    "FailedOperation.ContainSensitiveWord",
                    "FailedOperation.InsufficientBalanceInSmsPackage",
                    "InvalidParameterValue.TemplateParameterFormatError",
                    "InvalidParameterValue.TemplateParameterLengthLimit",
                    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
                    "InvalidParameterValue.SdkAppIdNotExist",
                    "InvalidParameterValue.ContentLengthLimit",
                    "AuthFailure.SignatureFailure",
                    "AuthFailure.SignatureExpire",
                    "AuthFailure.SecretIdNotFound",
                    "AuthFailure.UnauthorizedOperation",
                    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone",
                    "InternalError.RequestTimeException",
                ]
            ),
        ],
        [TextClass.Again] = [(Aliyun, ["Throttling"]), (Tencent, ["RequestLimitExceeded"])],
        [TextClass.Unknown] =
        [
            (Aliyun, ["SignatureNonceUsed", "isp.SYSTEM_ERROR", "InternalError", "ServiceUnavailable"]),
            (
                Tencent,
                [
                    "InternalError",
                    "InternalError.Timeout",
                    "InternalError.SendAndRecvFail",
                    "InternalError.OtherError",
                    "InternalError.UnknownError",
                ]
            ),
        ],
    }
        .SelectMany(one => one.Value.SelectMany(of => of.Codes.Select(code => ((of.Provider, code), one.Key))))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Key);

    // Whole families, where the provider adds members.
    private static readonly (string Provider, string Prefix, TextClass Class)[] Families =
    [
        (Aliyun, "Throttling.", TextClass.Again),
        (Aliyun, "Forbidden.", TextClass.Operator),
        (Tencent, "RequestLimitExceeded.", TextClass.Again),
        (Tencent, "UnauthorizedOperation.", TextClass.Operator),
    ];

    /// <summary>What a code of Aliyun means.</summary>
    public static TextReply OfAliyun(string code, string? requestId) => Of(Aliyun, code, requestId);

    /// <summary>What a code of Tencent means.</summary>
    public static TextReply OfTencent(string code, string? requestId) => Of(Tencent, code, requestId);

    /// <summary>No usable answer: whether the provider was reached decides.</summary>
    public static TextReply Unread(string word) => new(TextClass.Unknown, word);

    private static TextReply Of(string provider, string code, string? requestId) =>
        new(
            Known.TryGetValue((provider, code), out var found) ? found
                : Array.Find(Families, one => one.Provider == provider && code.StartsWith(one.Prefix, StringComparison.Ordinal))
                    is { Prefix: not null } family
                    ? family.Class
                : TextClass.Unknown,
            Clean(code),
            requestId is null ? null : Clean(requestId)
        );

    // It goes into the log: short, and nothing that could break a line of it.
    private static string Clean(string text) =>
        new([.. text.Take(64).Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' ? sign : '?')]);
}
