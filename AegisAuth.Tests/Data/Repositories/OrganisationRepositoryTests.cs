using AegisAuth.Application.Organisations;
using AegisAuth.Tests.Data.Engines;

namespace AegisAuth.Tests.Data.Repositories;

[TestFixtureSource(typeof(Engine), nameof(Engine.Available))]
internal sealed class OrganisationRepositoryTests(Engine engine) : RepositoryTests(engine)
{
    [Test]
    public async Task Name_FirstAndAnother_IsStoredOnceAndFoundByItsKey()
    {
        var number = (await UserAsync()).Id + 3_000_000;
        await UserAsync(user => user with { OrganisationId = number });
        var key = $"key-{number}";

        Assert.That(await NameOfAsync(number), Is.Empty);
        await SetAsync(number, "first", key);
        await SetAsync(number, "第二", key + "-2");

        Assert.That(await NameOfAsync(number), Is.EqualTo("第二"));
        Assert.That(await FindAsync(key), Is.Null);
        Assert.That(await FindAsync(key + "-2"), Is.EqualTo(number));
        Assert.That(
            await CallAsync((IOrganisations organisations) => organisations.NextNumberAsync(CancellationToken.None)),
            Is.GreaterThan(number)
        );
    }

    private async Task<string?> NameOfAsync(long id) =>
        (await CallAsync((IOrganisations organisations) => organisations.ListAsync(id, 0, 1, CancellationToken.None))).Single().Name;

    private Task<long?> FindAsync(string key) =>
        CallAsync((IOrganisations organisations) => organisations.FindByNameAsync(key, CancellationToken.None));

    private Task SetAsync(long id, string name, string key) =>
        CallAsync(
            (IOrganisations organisations) =>
                organisations.SetNameAsync(new Organisation { Id = id, Name = name }, key, Now, CancellationToken.None)
        );
}
