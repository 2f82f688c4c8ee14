/** Files as people write them, for the tests of the Java dialect. */

export const okhttpSource = `package example.api;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/** new ConnectionPool(1, 1, TimeUnit.HOURS) is not enough. */
public final class Clients {
    private static final int MAX_IDLE = 5;
    static final String NOTE = """
        new ConnectionPool(2, 2, TimeUnit.DAYS) \\""" is text
        """;

    record Route(String host, int port) {}

    static OkHttpClient pooled() {
        return new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(MAX_IDLE, /* five */ 5L, TimeUnit.MINUTES)) // as by default
            .retryOnConnectionFailure(true)
            .build();
    }

    static OkHttpClient plain(String kind) {
        final int port = switch (kind) {
            case "tls", "https" -> 443;
            default -> { yield kind.isEmpty() ? '\\'' : 80; }
        };
        return new OkHttpClient.Builder().addInterceptor(chain -> chain.proceed(route(port))).build();
    }
}
`

export const apacheSource = `import org.apache.hc.client5.http.config.*;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

@Configuration
class HttpConfig {

  @Bean
  CloseableHttpClient client() {
    var manager = PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(20)
        .setMaxConnTotal(100) // all routes
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(Timeout.ofSeconds(2))
            .setIdleTimeout(Timeout.ofSeconds(30))
            .build())
        .build();
    return HttpClients.custom()
        .setConnectionManager(manager)
        .setDefaultRequestConfig(RequestConfig.custom().setConnectionKeepAlive(TimeValue.ofMinutes(3L)).build())
        .evictIdleConnections(TimeValue.ofSeconds(10))
        .build();
  }
}
`

export const managerSource = `import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

class Api {
\tprivate PoolingHttpClientConnectionManager manager;
\tprivate final HttpClient client;

\tApi(int routes) {
\t\tthis.manager = new PoolingHttpClientConnectionManager(); // shared
\t\tmanager.setMaxTotal(50);
\t\tmanager.setValidateAfterInactivity(TimeValue.ofSeconds(1));
\t\tthis.client = HttpClientBuilder.create().setConnectionManager(this.manager).build();
\t}
}
`

export const reactorSource = `package example;

import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class Http {
  private static final Duration IDLE = Duration.ofMinutes(2);
  // ConnectionProvider.builder("x").maxConnections(1).build()
  final ConnectionProvider provider = ConnectionProvider.builder("api")
          .maxConnections(50)
          .maxIdleTime(IDLE)
          .pendingAcquireTimeout(Duration.ofMillis(200))
          .build();

  HttpClient stepwise() {
    ConnectionProvider.Builder other = ConnectionProvider.builder("other");
    other.maxConnections(10).fifo();
    return HttpClient.create(other.build());
  }

  HttpClient short_() {
    return HttpClient.create(ConnectionProvider.create("short", 5));
  }
}
`

export const jdkSource = `import java.net.http.HttpClient;

public class Main {
  public static void main(String[] args) {
    System.setProperty("http.agent", "jdk.httpclient.keepalive.timeout");
    System.setProperty("jdk.httpclient.keepalive.timeout", "60"); // seconds
    var client = HttpClient.newHttpClient();
  }
}
`
