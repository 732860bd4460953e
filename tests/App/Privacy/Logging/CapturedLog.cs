using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Functions.Tests.Privacy.Logging;

/// <summary>Keeps all that the logging pipeline gives to a provider: the line and every tag beside it.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _written = new();

    public string Written => string.Join('\n', _written);

    public ILogger CreateLogger(string categoryName) => new Writer(_written);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<string> written) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            written.Enqueue(formatter(state, exception));
            if (state is IEnumerable<KeyValuePair<string, object?>> tags)
            {
                foreach (var (name, value) in tags)
                {
                    written.Enqueue($"{name}={value}");
                }
            }
        }
    }
}
