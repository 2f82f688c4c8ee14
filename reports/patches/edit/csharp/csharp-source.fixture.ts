/** Files as people write them, for the tests of the C# dialect. */

export const handlerSource = `using System;
using System.Net.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Example.Api;

/// <summary>new SocketsHttpHandler { MaxConnectionsPerServer = 1 } is not enough.</summary>
public static class Clients
{
    #region settings
    private const int MaxConnections = 50;
    private static readonly string Note = $@"new SocketsHttpHandler {{ MaxConnectionsPerServer = {MaxConnections + "}".Length} ""x""
        }}";
    #endregion

    public static IServiceCollection AddApi(this IServiceCollection services, Func<string, int> limit) =>
        services.AddHttpClient("api", c => c.BaseAddress = new Uri(@"https://api.example\\")).ConfigurePrimaryHttpMessageHandler(() =>
            new SocketsHttpHandler
            {
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), // below the server's
                ConnectCallback = async (context, token) =>
                {
                    return await Dial<string, int>(context, token);
                },
                SslOptions = { ApplicationProtocols = [SslApplicationProtocol.Http11] }
            }).Services;
}
`

export const severalSource = `using System.Net.Http;

public sealed class Gateway : IDisposable
{
    private readonly SocketsHttpHandler _shared = new() { MaxConnectionsPerServer = Limit, UseProxy = false, };
    private const int Limit = 20;
    public SocketsHttpHandler Plain { get; } = new();

    public Gateway(Settings settings)
    {
        var handler = new SocketsHttpHandler();
        handler.MaxConnectionsPerServer = 10;
        handler.PooledConnectionIdleTimeout = System.TimeSpan.FromSeconds(100); /* long */
        _client = new HttpClient(handler, disposeHandler: true);
        var other = new System.Net.Http.SocketsHttpHandler
        {
#if NET8_0_OR_GREATER
            MaxConnectionsPerServer = 5,
#endif
            PooledConnectionIdleTimeout = settings.Idle
        };
    }
}
`
