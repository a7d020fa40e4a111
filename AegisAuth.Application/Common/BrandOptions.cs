using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Common;

/// <summary>Section <c>Brand</c>: what people see instead of our name.</summary>
public sealed class BrandOptions
{
    /// <summary>The name on pages, in messages and in authenticator apps; 1 to 64 characters.</summary>
    [Required]
    [StringLength(64, MinimumLength = 1)]
    [RegularExpression(@"[^\p{C}:""<>&\\]*", ErrorMessage = "must hold no control characters and none of : \" < > & \\.")]
    public string Name { get; set; } = "AegisAuth";

    /// <summary>The path of a picture on the pages: SVG or PNG, up to 64 KiB; absent, ours.</summary>
    public string LogoFile { get; set; } = "";
}
