using System.Collections.Concurrent;
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
internal sealed class Validation : IActionFilter
{
    // Making the type of a validator costs more than asking for it.
    private static readonly ConcurrentDictionary<Type, Type> Validators = new();

    public void OnActionExecuting(ActionExecutingContext context)
    {
        var services = context.HttpContext.RequestServices;
        foreach (var (_, argument) in context.ActionArguments)
        {
            if (
                argument is not null
                && context.ModelState.IsValid
                && services.GetService(ValidatorOf(argument.GetType())) is IValidator validator
            )
            {
                validator.Validate(new ValidationContext<object>(argument)).AddToModelState(context.ModelState, prefix: null);
            }
        }

        if (!context.ModelState.IsValid)
        {
            context.Result = new RefusalResult(new Refusal(Error(context.ModelState)));
        }
    }

    public void OnActionExecuted(ActionExecutedContext context) { }

    private static Type ValidatorOf(Type argument) =>
        Validators.GetOrAdd(argument, static type => typeof(IValidator<>).MakeGenericType(type));

    private static AuthError Error(ModelStateDictionary modelState) =>
        modelState
            .Values.SelectMany(entry => entry.Errors)
            .Select(error => Enum.TryParse<AuthError>(error.ErrorMessage, out var named) ? named : AuthError.MalformedRequest)
            .First();
}
