using AegisAuth.Application.UserManagement;
using AutoMapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AegisAuth.Tests;

/// <summary>Every map of the program.</summary>
[TestFixture]
internal sealed class MappingTests
{
    [Test]
    public void Maps_AllOfThem_FillEveryMember()
    {
        var maps = new MapperConfiguration(mapper => mapper.AddMaps(typeof(ManagedUser).Assembly), NullLoggerFactory.Instance);

        maps.AssertConfigurationIsValid();
    }
}
