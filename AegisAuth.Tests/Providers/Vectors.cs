namespace AegisAuth.Tests.Providers;

/// <summary>
/// Published test vectors, each with its source. All were recomputed with OpenSSL before they were written down.
/// </summary>
internal static class Vectors
{
    /// <summary>WeChat's sample of encrypted user data (developers.weixin.qq.com, "open data"), of October 2016.</summary>
    public static class Weapp
    {
        public const string AppId = "wx4f4bc4dec97d474b";
        public const string SessionKey = "tiihtNczf5v6AKRyjwEUhQ==";
        public const string Iv = "r7BXXKkLb8qrSNn05n0qiA==";
        public const string OpenId = "oGZUI0egBJY1zhBYw2KhdUfwVJJE";
        public const long Timestamp = 1477314187;
        public const string PlainSha256 = "3237d8a5dbd413523c194882c7156544d8a06e2afcc97383cc300c17bd09391b";
        public const string EncryptedData =
            "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
    }

    /// <summary>WeChat's sample of a signature (same page); QQ's page and ByteDance's print hashes that do not fit their texts.</summary>
    public static class Signature
    {
        public const string SessionKey = "HyVFkGl5F5OQWJZZaNzBBg==";
        public const string Wechat = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
        public const string WechatRawData =
            """{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}""";

        /// <summary>Own computation for the text of QQ's page.</summary>
        public const string Qq = "6e0d100e6fded232d8b7b83817b38cd7358daf09";

        /// <summary>Own computation.</summary>
        public const string Tt = "2fa1f7e29d3c1a49381bacd915a101b28bb93c9a";
        public const string TtRawData =
            """{"nickName":"ByteDancer","gender":1,"language":"zh_CN","city":"Beijing","province":"Beijing","country":"CN","avatarUrl":"https://example.com/avatar.jpg"}""";

        public static readonly string QqRawData = WechatRawData.Replace("wx.qlogo.cn", "qq.qlogo.cn", StringComparison.Ordinal);
    }

    /// <summary>Baidu's sample (smartprogram.baidu.com, "decryption"), and two of our own for what it cannot show.</summary>
    public static class Swan
    {
        public const string AppKey = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
        public const string SessionKey = "1df09d0a1677dd72b8325aec59576e0c";
        public const string Content = """{"openid":"open_id","nickname":"baidu_user","headimgurl":"url of image","sex":1}""";

        /// <summary>Equals the first 16 bytes of the key: it cannot show a reader that ignores the vector.</summary>
        public const string Iv = "1df09d0a1677dd72b8325Q==";
        public const string Data =
            "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==";

        /// <summary>Own, made with OpenSSL's cipher: the same content under a vector of its own.</summary>
        public const string OtherIv = "yMnKy8zNzs/Q0dLT1NXW1w==";
        public const string OtherData =
            "XH35aUNI51bpnZNpJfyolBHxk9Lo+By3iuRRjntZzF3uVuup1HUoADTErNTs/Wo50gMJv/yMmNstOKOZa75U7QzvaY0hrRK7EQJr+7d0e7wFJ1Mb1AFnws+OBeuxSz/fbAM2bOyXPeS32rRWhCGKw7eIBz8HBk7crjS2rWyrPTtWD3o/S6nSEIkl5ugDMBYRYNnK/vGdSF2YGuMdMpydUg==";

        /// <summary>Own: 404 bytes of content, which a reader of one length byte cuts short.</summary>
        public const string LongData =
            "XH35aUNI51bpnZNpJfyolK9qzZTJZJTqrvlqemQ+rd4XsGd0w2zUZHMwSeEemtmOadyLBHtqQC61UDHeqK/RK7vA0tj5+C66WQLI/2yBKo6031XcrDlYOMsO+xnzo/JsLt9I8st16ByB4jAaoyI0tcVqzPqA4i9KJ3GCInFMOItS8mIP3VH5o4gaKkathpyAiqpAMbRURllDPpH9IXEtx37NMYxLhDb4dlH8rsNNc/eUARVfJJ4hPNPJuI2f9bNE30HiVZxmH32NOmyVFILIlOtQJ1NG4McwcKYHCp3ZpR3zsjLnRyaN+Ef7olQ9w/ptXvmEmJPBwrzGoay6NBITIXzEFGBRGDyfAJHUp1cG7bd1OUsduSijs+HFjWT98u3LMKXWUcc2eBqtBgw+7EenheWtr5c/sc8pJNvExZFzGr/KUDBHJxt/7bvPJY9xrN1NyA/ZGrzAdFV9ppOYu9eFxz3zXq2vPatkIk7z3NPiY7r+nSVsyeEu1W7tc3H7pTIEbSZlG/GIWwEtJAodUdjBDHl/pAXcUAz1ZNsPrcwp8sQIhvzwB6NWdVgfgRAvMZMJXyIcNxbOMLGlNX2WdSgGeFQEzRF7qtrKTjDGOt18NnjD3IafVOWxPQ+uhNWtWdFq";
    }

    /// <summary>Alipay: AES sample of alipay-easysdk; an answer that Alipay signed, from gopay's tests; requests and key of AspNet.Security.OAuth.Providers' tests.</summary>
    public static class Alipay
    {
        public const string AesKey = "aa4BtZ4tspm2wnXLb1ThQA==";
        public const string AesZeroIv = "AAAAAAAAAAAAAAAAAAAAAA==";
        public const string AesText = "ILpoMowjIQjfYMR847rnFQ==";
        public const string AesPlain = "test1234567";

        public const string AnswerText =
            """{"code":"10000","msg":"Success","buyer_logon_id":"854***@qq.com","buyer_pay_amount":"0.01","buyer_user_id":"2088102363632794","fund_bill_list":[{"amount":"0.01","fund_channel":"PCREDIT"}],"gmt_payment":"2019-08-29 20:14:05","invoice_amount":"0.01","out_trade_no":"GZ201901301040361012","point_amount":"0.00","receipt_amount":"0.01","total_amount":"0.01","trade_no":"2019082922001432790585537960"}""";
        public const string AnswerSign =
            "bk3SzX0CZRI811IJioS2XKQHcgMixUT8mYyGQj+vcOAQas7GIYi6LpykqqSc3m7+yvqoG0TdX/c2JjYnpw/J53JxtC2IC4vsLuIPIgghVo5qafsfSxEJ22w20RZDatI2dYqFVcj8Jp+4aesQ8zMMNw7cX9NLyk7kw3DecYeyQp+zrZMueZPqLh88Z+54G+e6QuSU++0ouqQVd4PkpPqy6YI+8MdMUX4Ve0jOQxMmYH8BC6n5ZsTH/uEaLEtzYVZdSw/xdSQ7K1SH73aEH8XbRYx6rL7RkKksrdvhezX+ThDjQ+fTWjvNFrGcg3fmqXRy2elvoalu+BQmqlkWWjEJYA==";
        public const string AnswerKey =
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAp8gueNlkbiDidz6FBQEBpqoRgH8h7JtsPtYW0nzAqy1MME4mFnDSMfSKlreUomS3a55gmBopL1eF4/Km/dEnaL5tCY9+24SKn1D4iyls+lvz/ZjvUjVwxoUYBh8kkcxMZSDeDz8//o+9qZTrICVP2a4sBB8T0XmU4gxfw8FsmtoomBH1nLk3AO7wgRN2a3+SRSAmxrhIGDmF1lljSlhY32eJpJ2TZQKaWNW+7yDBU/0Wt3kQVY84vr14yYagnSCiIfqyVFqePayRtmVJDr5qvSXr51tdqs2zKZCu+26X7JAF4BSsaq4gmY5DmDTm4TohCnBduI1+bPGD+igVmtl05wIDAQAB";

        public const string TokenText =
            "app_id=my-client-id&charset=utf-8&code=a6ed8e7f-471f-44f1-903b-65946475f351&format=JSON&grant_type=authorization_code&method=alipay.system.oauth.token&sign_type=RSA2&timestamp=2019-12-14 22:22:22&version=1.0";
        public const string TokenSign =
            "SrIEIcIcSBkZMTbHiIuO7zB3pTAbhFYINfMvT2YoKofzQaA4e2EbFTsAMlqAA4qTriMUgkhFV0i6l+y5lAVm7Lfp3f62qVN8XGgHLbjyMQ7NbKKnF2yeK0frvS0i3pVyIxo+MY59gTps9kuiMRCZR/++PRCfnfICFpEzbjlJnKKhbJDdz7lCgj5gd6onNbFmeSIRQIyjwRXsckUP2+8UWNuQu/Jm8eNpCzCgfCZzeW9B3XQNojYMMYJzKkMUSrN7D3HFB9YGhHBtSl1VyUA5wKu713qU1aOIC7FrhQyLFjfFh3IDx118SfaAecklS7IogFx2FzfRD+GcPpNe7GfDZQ==";
        public const string InfoText =
            "app_id=my-client-id&auth_token=secret-access-token&charset=utf-8&format=JSON&method=alipay.user.info.share&sign_type=RSA2&timestamp=2019-12-14 22:22:22&version=1.0";
        public const string InfoSign =
            "2p4it2sIBgsMmRGtpuDIJvKwtQV+xrX5CQ6Z2Bj34IZjdBQ6OPTWdem7pMvKhIjETc9cMc+0CTc5JtyDoRNdmTybp+Eu7/EJpdNt3TuMw1pUckRKL7aBnlxQTRgJ4/QuKa8VN/XiktKCRX2NXX/QBnMs9h2tT2JTNz3LemfkrzZYcAS2gjLy+p9itWoG24XaSE8i7jkrQEU/F51xzB35IWIFGZiZ1ArKF+ExIiJ0LwYSj4d9nrbze7wN1Td48qova3ulu3PvqzFnQR3o9wO4esJpdn49AFOVnoRuViDT6hEONeoeucEQQYRwredM3WHsbvG7OEkUlVmxlOD+ru70ow==";
        public const string PublicKey =
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4qTrblG1QjselyiQQnMnyjJHH2h/mxCOYYmyJbxv+OWAjKr+ZnAamRegZSC7YJ2NxnUCNscoAa3wfnoss2RAKS23Zzs2Y47u9ZHiyW/HXyPF23qVQ/vg71YaiiMa/cLrGFlu2zy+PgpjID6xuUddFIfIJVXOBJvWU3RAzct4bMYYSNauaj5WQRYTeh23IbuCrktzEFzyqmt3EtPaIrOosL3VzL1zpuFoTh2+Fh+49wN8JbiOmLdZmf7dGVvNw6YLm6gkeT5i2N1x7L/91HLQNaT/MrllIOMf0VO3FRqSAcDy0DocBOew75ApAy623ngKW7RZAWs7Mah0MZ4mqwxjKQIDAQAB";

        /// <summary>Published with that project's tests: opens nothing. PKCS#1.</summary>
        public const string PrivateKey =
            "MIIEpAIBAAKCAQEA4qTrblG1QjselyiQQnMnyjJHH2h/mxCOYYmyJbxv+OWAjKr+ZnAamRegZSC7YJ2NxnUCNscoAa3wfnoss2RAKS23Zzs2Y47u9ZHiyW/HXyPF23qVQ/vg71YaiiMa/cLrGFlu2zy+PgpjID6xuUddFIfIJVXOBJvWU3RAzct4bMYYSNauaj5WQRYTeh23IbuCrktzEFzyqmt3EtPaIrOosL3VzL1zpuFoTh2+Fh+49wN8JbiOmLdZmf7dGVvNw6YLm6gkeT5i2N1x7L/91HLQNaT/MrllIOMf0VO3FRqSAcDy0DocBOew75ApAy623ngKW7RZAWs7Mah0MZ4mqwxjKQIDAQABAoIBAQDg36NcvSNsSH5Mmomv9NP48bPRvPxHXcD3lAi3GmW6/fNzHsH136r0VRXm4Pgpn4mo7DW7JhVSvUOOKiiqAYELmnmLqpuHYq1D6HCtTwPxKOxKnTD22DZRIgyJHNXODJT4ftvYGUflBKdfufTaka0QDr0OFjmoJvsbqJAX4Jdmy7QGNDWZB0yL66FrsXGc7EMU8UyCBPDVmRRfNqbEf35oJCP2fInDYrcjiAcrbydWh70gOvGi8Gs0ugPFVxJSKk0If1JV3iTwXV9dNTorupPQ62dKBZRV6ySe/gPgKK0Jt9uMfQxpT0w6A8OEU/bQyrFiGzmqjwqkEQXKd4fiqscFAoGBAPSI/23ZW+ZnFEucqumaAiqfvTgOvlwYuM9/RplKrW5D0YT2aG5ALjnntLth1X0Sw8aIXZfdm15spPkehgmVzVT3DalxDr1CfxJ4utOdzxqXG6/1ZBnO9o3QUY/ieVSScrtq2M+MYynaZ+i3iu5vMZ3i8YpUml2q8dugNrAtCl17AoGBAO1FMDFMK2Df5FnHYeR4JV+wlkeffEEuuCud0ruMztPvtdT6eKhI6DvF211Dl/VDle8SEt/3ygx8wiykhaKRhQxxEUFIuf7wNmXuXsu/HmLzBbtjyS5IdzY0opGItoS2L85tgeyx+4YS1J3SO/cPlur4dxvM+10oXp0W8LEPuDarAoGAM7FaPcB7GuOjeLBvuN4joxsNhvIm75USTFrdc75Dl1Gi0va78MKEgx0mKY5u8PeshyWAk3/3Pii9XyRCtXgDZfir3KvXr86EykTXSbDMfRSAd9vqA0KrACOPelknyOcEdfYKSyWkOM7AtINITUsYNAYrhVCJKU/fvMvLg8ahsE0CgYBhwhH7HcD5pwW0n9uLgJ0VcfJZDDLrwE4NWndK4tcMp0UpvREddPyKNBkPshvX58LMv4ubT8KlpnlyX07YDlDdMXDEjyxjB6HCGZZhKBti9XI1JQXs1dqYMNOSVtusjkvgJ2pSlXpmYTfM1qPyRTAPG9QnVity1IE3BA6jRTDHBQKBgQCMeM7hRmZYhqIb+645ihAmXjyZW5cWOG8XSouPb8UgDYvjgDswM1hChCxF0qsh0E0l9F/Fo4U1CI6Fl2UgO5eehcIlMy+tGLvvBAlyHJ1twsWBqmDopSh0b0S0a+kEzIf4NIBP+Gm+DJEzBig0qYeecQm8JJJzzcfrwWUkVeaKfA==";
    }

    /// <summary>RFC 7636 appendix B.</summary>
    public static class Pkce
    {
        public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        public const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    }

    /// <summary>OpenID Connect Core 1.0, appendix A (RS256).</summary>
    public static class Hash
    {
        public const string AccessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        public const string AtHash = "77QmUPtjPfzWtF2AnpK9RQ";
        public const string Code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        public const string CodeHash = "LDktKdoQak3Pk0cnXxCltA";
    }

    /// <summary>RFC 7515 appendix A.2.</summary>
    public static class Jws
    {
        public const string Token =
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
        public const string Modulus =
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    }
}
