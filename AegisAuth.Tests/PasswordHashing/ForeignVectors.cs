namespace AegisAuth.Tests.PasswordHashing;

/// <summary>A hash that the original tool has made, in the version that is named.</summary>
internal sealed record ForeignVector(string Tool, string Password, string Hash, bool IsWeak)
{
    public override string ToString() => $"{Tool} {Hash[..Math.Min(Hash.Length, 24)]} {Password.Length}";
}

/// <summary>
/// Hashes of other products, made on Debian 12 and with .NET 10 on 2026-11-27. One of the passwords has 96 bytes: bcrypt cuts it.
/// </summary>
internal static class ForeignVectors
{
    public const string En = "three blue kettles sing";
    public const string Zh = "密码是三只蓝色的水壶在唱歌,没有人听见它们的声音,直到春天来了";

    // Full-width letters, an accent, a ligature: better-auth hashes the password in Unicode form NFKC.
    public const string Wide = "ｐａｓｓ wörd ﬁne";

    public static readonly ForeignVector[] All =
    [
        new(
            "passlib 1.7.4, pbkdf2_sha256",
            En,
            "$pbkdf2-sha256$29000$RWittZaSUkrpHWNsDQEAAA$0nKjWYabTcfhs/0h02WUbS1ToOtQ37PRvr55WWP5SKU",
            IsWeak: true
        ),
        new(
            "passlib 1.7.4, pbkdf2_sha512",
            En,
            "$pbkdf2-sha512$25000$Y.w9x7jXeq/VOmdsjVFqjQ$NlufuNFgvtAUfUjX.bSjNRcXJnZ3.WeVwkFrxZlgzCwODXIAGPV5fejojHKldjZiEr2rehI49akK5bT7sJHJRw",
            IsWeak: true
        ),
        new(
            "passlib 1.7.4, pbkdf2_sha512",
            En,
            "$pbkdf2-sha512$210000$KoXw/j.nlLK29t6bM6YUQg$QJPL5w73B0cQUz8h5sdwQLQJkPegilQQpHF3g5kLAMPceQVlzTZilBmqyOda6mm6oDZGKAJ/tcA04vomjS9ShA",
            IsWeak: false
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            En,
            "pbkdf2_sha256$260000$q1w2e3r4t5y6$wPzubgiGdX3QSjyd3aKRKik7w/Oor1nCyrtNXyPUbtk=",
            IsWeak: false
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            En,
            "pbkdf2_sha256$600000$q1w2e3r4t5y6$2WipL/WvuEdYl0uMqSCTc4XLHMC+X+N7ku5rj4k1ZRk=",
            IsWeak: false
        ),
        new(
            "passlib 1.7.4, scrypt",
            En,
            "$scrypt$ln=16,r=8,p=1$FgIA4ByjNKbUmlMKIcQ4pw$fQMtWMsMO/Kg6CIEUXcxM9FusGlW7avK1p0ozpkeccY",
            IsWeak: false
        ),
        new(
            "passlib 1.7.4, scrypt",
            En,
            "$scrypt$ln=14,r=8,p=1$YwyhtJaS8r435pxTCoGwdg$LOdTxwMpDU3vf+0/QRsHukw0zuiYajeT3Pp8QABBLQ0",
            IsWeak: true
        ),
        new("Python bcrypt 3.2.2", En, "$2b$04$IpfXtwJ456CBIGM/MRKGyO5BEobvHrT8Ztp6hDD7TQGnSM8Qvt3sG", IsWeak: true),
        new("Python bcrypt 3.2.2", En, "$2b$10$VLzNE3dZ6T7KSPGLk8.lUem78DZesRSExsBhTfnUNiOItUecip9DG", IsWeak: false),
        new("Python bcrypt 3.2.2", En, "$2a$04$7jf4DI9HsRbUqT5ysz4LROg/9tz0uwt5m342nQpkFxBJ0wjyptTQu", IsWeak: true),
        new(
            "passlib 1.7.4, pbkdf2_sha256",
            Zh,
            "$pbkdf2-sha256$29000$09q7F0LIeW8txRiD0JoTIg$Fp1emFaSaE40Rw7FTgDBYAbHWI/TyFcYkgpEKWN0ft4",
            IsWeak: true
        ),
        new(
            "passlib 1.7.4, pbkdf2_sha512",
            Zh,
            "$pbkdf2-sha512$25000$V0ppTYnRuneOkVLq/X/vHQ$yk5C7ol6tFlpaSJOa0ugc1oEQ3lKjzQxFI/rlqV2rg.M6nTUY8LRtpxJxxdvCyn/xxYCwws10r0sqZCRmdIjQw",
            IsWeak: true
        ),
        new(
            "passlib 1.7.4, pbkdf2_sha512",
            Zh,
            "$pbkdf2-sha512$210000$K0VoTSllTElJCQGAcA5hDA$PLdmoHdbKSboRwm88IvJhbWkQ1PcWOZn/hCuLVHx/WtPAqzsR6BP6gDyIlMmnGXeemiXBjDd/nBu6tymabKLew",
            IsWeak: false
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            Zh,
            "pbkdf2_sha256$260000$q1w2e3r4t5y6$OXvJzyTrZBhimAJufHmrucV/iYUYlhq7hVJ/J+a9nag=",
            IsWeak: false
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            Zh,
            "pbkdf2_sha256$600000$q1w2e3r4t5y6$fQZAsVARaWWunvXX5AJTCCnCGHR3tMhlp5eodcoDYL8=",
            IsWeak: false
        ),
        new(
            "passlib 1.7.4, scrypt",
            Zh,
            "$scrypt$ln=16,r=8,p=1$QSjF+L83hjCGEGKMEaL0Hg$f+fS9nfyxXmo9iOq+761rBnNYOC7ypV69++7Want+jY",
            IsWeak: false
        ),
        new(
            "passlib 1.7.4, scrypt",
            Zh,
            "$scrypt$ln=14,r=8,p=1$MaaUUirl3HvPWas1RmjNWQ$a72b/d5u+wh0KAGpzfW4kx7Fbv31qxwXHYBR2eVlRWM",
            IsWeak: true
        ),
        new("Python bcrypt 3.2.2", Zh, "$2b$04$Whhz.wqFmYxMBnGRYf4UGubpesehkppU/Tih75ZgGhvBS3h4XKvb.", IsWeak: true),
        new("Python bcrypt 3.2.2", Zh, "$2b$10$njrq./CHJxLM.ZLMGqug8u1quRC14fx8g0IBXQVSe85eHcDe7k.ia", IsWeak: false),
        new("Python bcrypt 3.2.2", Zh, "$2a$04$bANrfYt0TYTWKSF3lk.qX.mc3wZB8FPcxrrbfEuUKWW59TyA3CcmK", IsWeak: true),
        new("htpasswd of apache2-utils 2.4.71", En, "$2y$04$eRhCL65oZbQ3ygCZTQAZW.y5IMgtUwtKtr2dRi.4PekDsKsocXLt2", IsWeak: true),
        new("htpasswd of apache2-utils 2.4.71", En, "$2y$10$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte", IsWeak: false),
        new("htpasswd of apache2-utils 2.4.71", Zh, "$2y$04$mR54xO3sYb.I3A1sq1AJ6.5HJMVrjwnAcPXjesTVNSYaCRp/LrbcS", IsWeak: true),
        new("htpasswd of apache2-utils 2.4.71", Zh, "$2y$10$vl9eLKfGTOxVThIuUplqQ.Mo3mVRgFK6imv/0u.jKGu0TjOxSoxTa", IsWeak: false),
        new("bcryptjs 3.0.3", Zh, "$2b$04$3lY6mnTdc646BRs0.08oPOUzFbHZZLfPHZkOOQD7diY6DP1J0OOHS", IsWeak: true),
        new(
            "argon2 0~20171227",
            En,
            "$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQxMjM0NTY3OA$EzLwJB71KaQZmUG2I7zo16H2oHUEE7M/x1D+nweVBo8",
            IsWeak: true
        ),
        new(
            "argon2 0~20171227",
            En,
            "$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHQxMjM0NTY3OA$dpjcMuYXpmgHZzzET5GXj0QnD5/hU3G9R65i1PldDgc",
            IsWeak: false
        ),
        new("argon2 0~20171227", En, "$argon2id$v=19$m=512,t=3,p=2$c2FsdHNhbHQ$Q2tGR/+Fxz4BucokE0itBCBzLHOeP0p7", IsWeak: true),
        new(
            "argon2 0~20171227",
            En,
            "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$jD6cssRbTL9reCc3DvdBwV2zSLNXHNts6aqRuUmmXzI",
            IsWeak: false
        ),
        new(
            "argon2 0~20171227",
            Zh,
            "$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQxMjM0NTY3OA$89MODA6fj66Xe1tSyr90CC9/StZD8KpYwne+mMATRi0",
            IsWeak: true
        ),
        new(
            "argon2 0~20171227",
            Zh,
            "$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHQxMjM0NTY3OA$EzIA0oz9wTUAR73CIasaWKT7xnMQWG9bAeilawHRs0M",
            IsWeak: false
        ),
        new("argon2 0~20171227", Zh, "$argon2id$v=19$m=512,t=3,p=2$c2FsdHNhbHQ$oQ89hvgkWQUpWvjX2srZ1hFPUFcVQxfX", IsWeak: true),
        new(
            "better-auth 1.7.25",
            En,
            "27c203292b0eaf3d94b6236e7bc47238:df6f2e625ed38d17b08f7dda9c32e3e9fc076c43ce52c86d706e267f65b153b0488f06cecf6b83a8edf6316fd07d58dd6cd2e3ff68e35f41cb4f6ecdb1441c27",
            IsWeak: false
        ),
        new(
            "better-auth 1.7.25",
            Zh,
            "94a67bd0b0ca76a57c98d03a0da321da:e390ac93b922633b3ae9ba55ea3d71ad026babc5cc4b4abd310b6e4727ec75e0331cc11c3f46aade412986a548a19ec8fb29cbda401bf79438c69f6d33f5d62f",
            IsWeak: false
        ),
        new(
            "better-auth 1.7.25",
            Wide,
            "0e83ec76055888c8190350891ccf612f:e6e7127f10ab9ab1a6041dc43a1596761c1fca7bd863ae11d021e958ca51dff5be2c6518dc53e52f8ba62e28f5126ea760b38aaf4b14d5d6dfa9410e662bc153",
            IsWeak: false
        ),
        new(
            "ASP.NET Core Identity 10.0.12, version 2",
            En,
            "ALh41q1vurGhC9GZDQWIomMCItIHTI3BdnrnLyB2LCQT6sw2fgU+tGUEoGpOqyaHtQ==",
            IsWeak: true
        ),
        new(
            "ASP.NET Core Identity 10.0.12",
            En,
            "AQAAAAIAAYagAAAAEO9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A==",
            IsWeak: true
        ),
        new(
            "ASP.NET Core Identity 10.0.12, 210,000 passes",
            En,
            "AQAAAAIAAzRQAAAAECtV6GVxtCI8SBSiXwbWSG/GTGyq6n8zhixWCE1skOZBwNQCRbYh5u0lKY4IhR6UTw==",
            IsWeak: false
        ),
        new(
            "ASP.NET Core Identity 10.0.12, version 2",
            Zh,
            "ALI5OXwOip6Mcf9cchQa6aZP+CCSLTDsXIcOTBw0JhveTS9Hg/4iF0Qb6GB9Em1I4A==",
            IsWeak: true
        ),
        new(
            "ASP.NET Core Identity 10.0.12",
            Zh,
            "AQAAAAIAAYagAAAAEJrfX78LU0z/bBsY9OMWoLXPxM+XNx+atdv1bru377Ph7sweE/j2KgqTLwNbo2fWHg==",
            IsWeak: true
        ),
        new(
            "ASP.NET Core Identity 10.0.12, 210,000 passes",
            Zh,
            "AQAAAAIAAzRQAAAAEOzettDyuqqnA3tWqCqRWF6YzsONzqGhAhKNefsTzglbROjyr5CisR0XavqJS79zIw==",
            IsWeak: false
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            En,
            "pbkdf2_sha256$150000$q1w2e3r4t5y6$sT4VElzdj+pvhnwL741AEE4pdHFYa2wmlmLqbwhLsQA=",
            IsWeak: true
        ),
        new(
            "Django 3.2.25, PBKDF2PasswordHasher",
            Zh,
            "pbkdf2_sha256$150000$q1w2e3r4t5y6$c7NgOxB7TFigh5Xu0vQVmSgU8z5A27StenOoI99H6xk=",
            IsWeak: true
        ),
    ];

    /// <summary>One of each form, the weak ones first.</summary>
    public static readonly ForeignVector[] OneOfEach =
    [
        .. All.Where(vector => vector.Password == En).DistinctBy(vector => (vector.Hash[..6], vector.IsWeak)).OrderBy(v => !v.IsWeak),
    ];
}
