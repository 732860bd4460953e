using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Chat;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Chat;

/// <summary>The reply stream in a data folder.</summary>
public static class ReplyStreamServiceCollectionExtensions
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    /// <summary>Adds <see cref="IReplyStream"/> with the file <c>replies.db</c>; events are kept ten minutes.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedReplyStream(this IServiceCollection services, string dataFolder)
    {
        var file = DataFolder.Open(dataFolder).FilePath("replies.db");
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IReplyStream>(provider => new SqliteReplyStream(file, Retention, provider.GetRequiredService<TimeProvider>()));
    }
}
