using System.Text.Json;
using AegisAuth.Application.Common;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace AegisAuth.Api.Http;

/// <summary>Query parameters are named as JSON members are: <c>OrganisationId</c> is <c>organisation_id</c>.</summary>
internal sealed class SnakeCaseQuery : IBindingMetadataProvider
{
    public void CreateBindingMetadata(BindingMetadataProviderContext context)
    {
        // Requests are types of the application; a controller's own properties are bound by MVC and not from a query.
        if (
            context.Key is { MetadataKind: ModelMetadataKind.Property, ContainerType: { } container, Name: { } name }
            && container.Assembly == typeof(Refusal).Assembly
        )
        {
            context.BindingMetadata.BinderModelName ??= JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        }
    }
}
