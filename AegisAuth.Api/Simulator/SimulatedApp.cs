namespace AegisAuth.Api.Simulator;

/// <summary>Every app the stand-in providers know. The two QQ services are two apps with two app ids, as at Tencent.</summary>
internal enum SimulatedApp
{
    Weapp,
    Wechat,
    Inwechat,
    QqMini,
    QqConnect,
    Tt,
    Swan,
    Alipay,
    Google,
}

internal static class SimulatedApps
{
    /// <summary>Where everything the simulator answers begins.</summary>
    internal const string Root = "/dev/simulator";

    /// <summary>The value of <c>platform</c> in <c>POST /api/login</c>, and the folder of the provider's paths.</summary>
    internal static string Platform(this SimulatedApp app) =>
        app switch
        {
            SimulatedApp.Weapp => "weapp",
            SimulatedApp.Wechat => "wechat",
            SimulatedApp.Inwechat => "inwechat",
            SimulatedApp.QqMini or SimulatedApp.QqConnect => "qq",
            SimulatedApp.Tt => "tt",
            SimulatedApp.Swan => "swan",
            SimulatedApp.Alipay => "alipay",
            SimulatedApp.Google => "google",
        };

    /// <summary>The base of the provider's own paths.</summary>
    internal static string Folder(this SimulatedApp app) => $"{Root}/{app.Platform()}";

    /// <summary>What a person calls the service.</summary>
    internal static Words Title(this SimulatedApp app) =>
        app switch
        {
            SimulatedApp.Weapp => new("微信小程序", "WeChat mini program"),
            SimulatedApp.Wechat => new("微信扫码登录", "WeChat QR login"),
            SimulatedApp.Inwechat => new("微信内网页授权", "WeChat in-app web login"),
            SimulatedApp.QqMini => new("QQ 小程序", "QQ mini program"),
            SimulatedApp.QqConnect => new("QQ 互联登录", "QQ Connect"),
            SimulatedApp.Tt => new("抖音小程序", "Douyin mini program"),
            SimulatedApp.Swan => new("百度智能小程序", "Baidu smart program"),
            SimulatedApp.Alipay => new("支付宝", "Alipay"),
            SimulatedApp.Google => new("Google 登录", "Google sign-in"),
        };
}
