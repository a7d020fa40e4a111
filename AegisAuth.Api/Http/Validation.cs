using AegisAuth.Application.Common;
using AegisAuth.Domain;
using FluentValidation;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AegisAuth.Api.Http;

/// <summary>
/// Runs the validator of each argument and refuses in the envelope of the path. The refusal is the
/// <see cref="AuthError"/> that the broken rule names; a body that could not be read at all is malformed.
/// </summary>
internal sealed class Validation : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        foreach (var argument in context.ActionArguments.Values.Where(_ => context.ModelState.IsValid).OfType<object>())
        {
            if (services.GetService(typeof(IValidator<>).MakeGenericType(argument.GetType())) is IValidator validator)
            {
                var result = await validator.ValidateAsync(new ValidationContext<object>(argument), context.HttpContext.RequestAborted);
                result.AddToModelState(context.ModelState, prefix: null);
            }
        }

        if (context.ModelState.IsValid)
        {
            await next();
            return;
        }

        context.Result = new RefusalResult(new Refusal(Error(context.ModelState)));
    }

    private static AuthError Error(ModelStateDictionary modelState) =>
        modelState
            .Values.SelectMany(entry => entry.Errors)
            .Select(error => Enum.TryParse<AuthError>(error.ErrorMessage, out var named) ? named : AuthError.MalformedRequest)
            .First();
}
