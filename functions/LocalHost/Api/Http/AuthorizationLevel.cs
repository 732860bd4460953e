namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which function key an HTTP function asks for. LocalHost serves <see cref="Anonymous"/> only: the application decides who may call.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>A key of the function.</summary>
    Function = 2,

    /// <summary>A system key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
