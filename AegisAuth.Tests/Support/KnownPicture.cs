using System.Collections.Concurrent;
using AegisAuth.Application.Captcha;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Support;

/// <summary>A captcha picture that tells the test what it shows.</summary>
internal sealed class KnownPicture : ICaptchaPicture
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>What the last picture shows.</summary>
    public string Text => _texts.Last();

    public byte[] Draw(string text)
    {
        _texts.Enqueue(text);
        return [0x89, 0x50, 0x4E, 0x47];
    }

    public void Register(IServiceCollection services) => services.AddSingleton<ICaptchaPicture>(this);
}
