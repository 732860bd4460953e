namespace RetailServerless.LocalHost.Discovery;

/// <summary>Everything that is wrong with the application, gathered before anything starts.</summary>
internal sealed class StartupErrors
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string error)
    {
        if (!_all.Contains(error, StringComparer.Ordinal))
        {
            _all.Add(error);
        }
    }

    /// <exception cref="LocalHostStartException">There are errors.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw new LocalHostStartException(_all);
        }
    }
}
