using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AegisAuth.Api.Http;

/// <summary>How controllers read requests and how the pipeline in front of them is ordered.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<Protocols>();
        services.AddSingleton<ClosedEndpoints>();
        services
            // AddControllers would put the framework's own authentication before every request; sessions are ours.
            .AddMvcCore(options =>
            {
                options.Filters.Add(new Validation());
                options.ModelMetadataDetailsProviders.Add(new SnakeCaseQuery());
                // No endpoint reads a form by its binding; a factory for one would read the body all the same.
                options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.AllowEmptyInputInBodyModelBinding = false;
                // Every rule stands in a validator, none in an attribute or in a type.
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.SuppressAsyncSuffixInActionNames = false;
            })
            .AddApiExplorer()
            .AddJsonOptions(options =>
            {
                ApiJson.Configure(options.JsonSerializerOptions);
                options.AllowInputFormatterExceptionMessages = false;
            });
        services.Configure<ApiBehaviorOptions>(options =>
        {
            // Our own filter answers in the envelope of the path.
            options.SuppressModelStateInvalidFilter = true;
            options.SuppressMapClientErrors = true;
        });
        return services;
    }

    /// <summary>Everything that happens to a request before routing; the order is the contract's.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseResponseHeaders();
        app.UseMiddleware<RequestLog>();
        app.UseHeadRequests();
        app.UseMiddleware<UnhandledErrors>();
        app.UseHostRefusal();
        app.UseClosedEndpoints();
        app.UseBodyLimit();
        app.UseRequestBodyGate();
        app.UseRefusalsWithoutBody();
        app.UseRouting();
        app.UseMiddleware<SessionAuthentication>();
    }
}
