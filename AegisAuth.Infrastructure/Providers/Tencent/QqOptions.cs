using AegisAuth.Infrastructure.Providers.Backchannel;

namespace AegisAuth.Infrastructure.Providers.Tencent;

/// <summary>Which of Tencent's two QQ services <c>qq</c> is.</summary>
internal enum QqMode
{
    /// <summary>QQ mini program: api.q.qq.com.</summary>
    Mini,

    /// <summary>QQ Connect for web sites: graph.qq.com.</summary>
    Connect,
}

/// <summary>QQ: an app id belongs to one of its two services.</summary>
internal sealed class QqOptions : AppOptions
{
    /// <summary>Which service the app id is of.</summary>
    public QqMode Mode { get; set; }
}
