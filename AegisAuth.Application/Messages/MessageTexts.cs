using System.Globalization;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Messages;

/// <summary>The words of our messages, in Chinese and English.</summary>
/// <remarks>
/// The account is named by its user name, which is what its owner knows. A stranger may have chosen it, so it stands in
/// quotes and, where the mail is HTML, in a form that no mail program takes for a link: see <see cref="MailHtml"/>.
/// </remarks>
public sealed class MessageTexts(IPublicAddress address, IOptions<BrandOptions> brand)
{
    /// <summary>Asks the receiver to prove that the address is the account's own.</summary>
    public Message VerifyEmail(string to, string account, string code, TimeSpan lifetime, bool english)
    {
        var link = Link("verify", code);
        return english
            ? new Message(
                ContactKind.Email,
                to,
                "Confirm your e-mail address",
                $"""
                The {brand.Value.Name} account “{account}” named this e-mail address as its own.
                If that was you, open this link while you are logged in:

                {link}

                Or enter this code on your account page:

                {code}

                It works once, for {Time(lifetime, english)}.
                If it was not you, ignore this message: nothing happens.

                """,
                link
            )
            : new Message(
                ContactKind.Email,
                to,
                "验证您的邮箱",
                $"""
                {brand.Value.Name} 账号“{account}”填写了这个邮箱。
                如果是您本人操作,请在登录状态下打开下面的链接:

                {link}

                或者在账号页面输入验证码:

                {code}

                验证码 {Time(lifetime, english)}内有效,只能使用一次。
                如果不是您本人操作,请忽略本消息,不会有任何改变。

                """,
                link
            );
    }

    /// <summary>Lets the receiver choose a new password.</summary>
    public Message ResetPassword(string to, string account, string code, TimeSpan lifetime, bool english)
    {
        var link = Link("reset", code);
        return english
            ? new Message(
                ContactKind.Email,
                to,
                "Choose a new password",
                $"""
                A new password was asked for, for the {brand.Value.Name} account “{account}”.
                If that was you, open this link and choose one:

                {link}

                It works once, for {Time(lifetime, english)}. All logins of the account end with it.
                If it was not you, ignore this message: your password stays as it is.

                """,
                link
            )
            : new Message(
                ContactKind.Email,
                to,
                "重置您的密码",
                $"""
                有人请求重置 {brand.Value.Name} 账号“{account}”的密码。
                如果是您本人操作,请打开下面的链接设置新密码:

                {link}

                链接 {Time(lifetime, english)}内有效,只能使用一次。重置后该账号的所有登录都会失效。
                如果不是您本人操作,请忽略本消息,密码不会改变。

                """,
                link
            );
    }

    /// <summary>Tells the owner of a change, in both languages: which one the owner reads is not known here.</summary>
    public Message Changed(AccountChange change, NoticeReceiver receiver)
    {
        var (chinese, english) = change switch
        {
            AccountChange.Email => ("邮箱已变更", "The e-mail address was changed"),
            AccountChange.Phone => ("手机号已变更", "The phone number was changed"),
            AccountChange.Password => ("密码已变更", "The password was changed"),
            AccountChange.Linked => ("绑定了新的第三方账号", "An outside account was linked"),
            AccountChange.PasskeyAdded => ("添加了新的通行密钥", "A passkey was added"),
            AccountChange.PasskeyRemoved => ("移除了通行密钥", "A passkey was removed"),
            AccountChange.Unlinked => ("解除了第三方账号的绑定", "An outside account was unlinked"),
        };
        return new Message(
            ContactKind.Email,
            receiver.Email,
            $"{chinese} · {english}",
            $"""
            您的 {brand.Value.Name} 账号“{receiver.UserName}”{chinese}。
            如果是您本人操作,请忽略本消息。如果不是,请立即修改密码,并在账号页面退出所有登录:

            {address.Root.AbsoluteUri}

            {english} in your {brand.Value.Name} account “{receiver.UserName}”.
            If that was you, ignore this message. If it was not, change your password at once and end all other logins on your account page.

            """,
            address.Root
        );
    }

    /// <summary>Tells the owner that the account is being closed, in both languages.</summary>
    public Message Closing(NoticeReceiver receiver, DateTimeOffset until)
    {
        var date = until.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Message(
            ContactKind.Email,
            receiver.Email,
            "账号已申请注销 · Your account is being closed",
            $"""
            您的 AegisAuth 账号“{receiver.UserName}”已申请注销,可在 {date} 前登录并撤销,之后将被永久删除。
            如果不是您本人操作,请立即登录并撤销,然后修改密码:

            {address.Root.AbsoluteUri}

            Your AegisAuth account “{receiver.UserName}” is being closed. Until {date} you can log in and take that back; then it is erased for good.
            If it was not you, log in at once, take it back and change your password.

            """,
            address.Root
        );
    }

    /// <summary>Six digits to a phone, as the approved template says it. A gateway gets the digits only.</summary>
    public static Message PhoneCode(string to, string digits, TextPurpose purpose, TimeSpan lifetime, bool english)
    {
        var (chinese, inEnglish) = purpose switch
        {
            TextPurpose.Login => ("登录验证码", "Login code"),
            TextPurpose.Verify => ("手机号验证码", "Code for your phone number"),
        };
        var text = english
            ? $"[AegisAuth] {inEnglish}: {digits}. It works once, for {Time(lifetime, english)}. Tell it to no other person.\n"
            : $"【AegisAuth】{chinese}:{digits},{Time(lifetime, english)}内有效,请勿告诉他人。\n";
        return new Message(ContactKind.Phone, to, english ? inEnglish : chinese, text) { Code = new TextCode(digits, purpose) };
    }

    private Uri Link(string what, string code) => new($"{address.Root.AbsoluteUri.TrimEnd('/')}/?{what}={code}");

    private static string Time(TimeSpan lifetime, bool english)
    {
        var (count, chinese, word) =
            lifetime.TotalHours >= 1 ? (lifetime.TotalHours, "小时", "hour") : (Math.Max(1, lifetime.TotalMinutes), "分钟", "minute");
        var number = Math.Floor(count).ToString(CultureInfo.InvariantCulture);
        return english ? $"{number} {word}{(number == "1" ? "" : "s")}" : $" {number} {chinese}".TrimStart();
    }
}
