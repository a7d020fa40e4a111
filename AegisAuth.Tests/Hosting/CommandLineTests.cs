using AegisAuth.Api.Hosting;

namespace AegisAuth.Tests.Hosting;

/// <summary>What may be typed after the name of the program.</summary>
[TestFixture]
internal sealed class CommandLineTests
{
    [Test]
    public void Read_Nothing_Serves()
    {
        var line = CommandLine.Read([]);

        Assert.That((line.Command, line.Answer()), Is.EqualTo(((ProgramCommand?)null, (int?)null)));
    }

    [TestCase("--migrate-only")]
    [TestCase("--verify-audit")]
    public void Read_Command_IsFoundBesideConfiguration(string command)
    {
        var line = CommandLine.Read([
            "--urls",
            "http://localhost:1",
            command,
            "--Captcha:Mode=Off",
            "--environment=Production",
            "--Captcha=",
        ]);

        Assert.That(line.Command!.Option.Name, Is.EqualTo(command));
        Assert.That(
            line.Settings,
            Is.EqualTo((string[])["--urls=http://localhost:1", "--Captcha:Mode=Off", "--environment=Production", "--Captcha="])
        );
    }

    [TestCase("The argument --bogus is unknown; --help lists the arguments.", "--bogus")]
    [TestCase("The argument --Password is unknown; --help lists the arguments.", "--Password=secret")]
    [TestCase("The argument migrate is unknown; --help lists the arguments.", "migrate")]
    [TestCase("The argument @file is unknown; --help lists the arguments.", "@file")]
    [TestCase("The argument --urls needs a value.", "--urls")]
    [TestCase("The argument --Captcha:Mode needs a value.", "--Captcha:Mode", "--migrate-only")]
    [TestCase("--migrate-only and --verify-audit do not go together.", "--verify-audit", "--migrate-only")]
    public void Read_WhatDoesNotGo_IsOneSentence(string sentence, params string[] arguments) =>
        Assert.That(() => CommandLine.Read(arguments), Throws.TypeOf<StartupException>().With.Message.EqualTo(sentence));
}
