using System.Text.Json;
using AegisAuth.Api.Http;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AutoMapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AegisAuth.Tests.SiteLogin;

/// <summary>The map from a user to what <c>/api</c> shows.</summary>
[TestFixture]
internal sealed class SiteUserTests
{
    private static readonly MapperConfiguration Maps = new(mapper => mapper.AddMaps(typeof(SiteUser).Assembly), NullLoggerFactory.Instance);

    [Test]
    public void Maps_All_AreComplete() => Maps.AssertConfigurationIsValid();

    [Test]
    public void Json_OfAUser_HasTheMembersOfTheDocumentInItsOrder()
    {
        var user = new User
        {
            Id = 1000,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1669012062),
            UpdatedAt = DateTimeOffset.FromUnixTimeSeconds(1679536756),
            UserName = "admin",
            AvatarUrl = "https://example.com/a.webp",
            GroupId = 2,
            Enabled = true,
            Balance = 5,
            InviteCode = "anqicms",
            LastLoginAt = DateTimeOffset.FromUnixTimeSeconds(1702912236),
            PasswordHash = "never shown",
        };

        var json = JsonSerializer.Serialize(Maps.CreateMapper().Map<SiteUser>(user) with { Token = "t" }, ApiJson.Options);

        Assert.That(
            json,
            Is.EqualTo(
                """
                {"id":1000,"created_time":1669012062,"updated_time":1679536756,"parent_id":0,"user_name":"admin","real_name":"",
                "avatar_url":"https://example.com/a.webp","email":"","phone":"","group_id":2,"status":1,"is_retailer":0,"balance":5,
                "total_reward":0,"invite_code":"anqicms","last_login":1702912236,"expire_time":0,"extra":null,"token":"t","group":null,
                "full_avatar_url":"https://example.com/a.webp","link":""}
                """.ReplaceLineEndings("")
            )
        );
    }
}
