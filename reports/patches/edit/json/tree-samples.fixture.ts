/** A file with one pool, and how another parser reads its settings. */
export interface TreeSample {
  readonly file: string
  readonly client: string
  readonly text: string
  /** Paths (joined by `/`) of all leaves that an edit may change or add. */
  readonly mayChange: RegExp
  /** Paths of the settings, as far as they are leaves of their own. */
  readonly idleTimeout?: string
  readonly maxIdle?: string
  readonly maxConns?: string
}

const istio = `\
# a rule; maxConnections: 3
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, labels: { idleTimeout: 3s } }
spec:
  host: reviews
  trafficPolicy:
    connectionPool:
      tcp:
        connectTimeout: 1s # short

      http: { http2MaxRequests: 5, idleTimeout: '1h' } # default
    # more
    outlierDetection: {}
`

const envoyYaml = `\
static_resources:
  clusters:
  - name: api            # cluster
    connect_timeout: 1s
    circuit_breakers:
      thresholds:
      - {priority: HIGH, max_connections: 1}
    load_assignment:
      cluster_name: api
      endpoints: []
admin: {}
`

const envoyJson = `\
{
  // the only one
  "static_resources": {
    "clusters": [
      {
        "name": "api",
        "common_http_protocol_options": {"idle_timeout": "3600s"}, /* 1 h */
        "circuit_breakers": {"thresholds": [{"max_connections": 1024,}]}
      }
    ]
  },
}`

const traefikYaml = `\
entryPoints:
    web: { address: ":80" }
serversTransport:
    maxIdleConnsPerHost: 7 # few
    forwardingTimeouts: {dialTimeout: 1s}
`

const traefikToml = `\
[entryPoints.web]
address = ":80"

[serversTransport] # default
maxIdleConnsPerHost = 7
  [serversTransport.forwardingTimeouts]
  idleConnTimeout = "90s"
[log]
level = "INFO"
`

const caddyJson = `\
{"apps": {"http": {"servers": {"s": {"routes": [{"handle": [
  {"handler": "reverse_proxy", "transport": {"protocol": "http", "max_conns_per_host": 5}, "upstreams": [{"dial": "a:1"}]}
]}]}}}}}
`

export const treeSamples: readonly TreeSample[] = [
  {
    file: 'rule.yaml',
    client: 'istio',
    text: istio,
    mayChange: /connectionPool\/(http\/(idleTimeout|maxRequestsPerConnection)|tcp\/maxConnections)$/,
    idleTimeout: '/spec/trafficPolicy/connectionPool/http/idleTimeout',
    maxConns: '/spec/trafficPolicy/connectionPool/tcp/maxConnections',
  },
  {
    file: 'envoy.yaml',
    client: 'envoy',
    text: envoyYaml,
    mayChange: /clusters\/0\/(typed_extension_protocol_options\/|circuit_breakers\/thresholds\/1\/)/,
    idleTimeout:
      '/static_resources/clusters/0/typed_extension_protocol_options/envoy.extensions.upstreams.http.v3.HttpProtocolOptions/common_http_protocol_options/idle_timeout',
    maxConns: '/static_resources/clusters/0/circuit_breakers/thresholds/1/max_connections',
  },
  {
    file: 'envoy.json',
    client: 'envoy',
    text: envoyJson,
    mayChange:
      /common_http_protocol_options\/(idle_timeout|max_requests_per_connection)$|thresholds\/0\/max_(connections|requests)$/,
    idleTimeout: '/static_resources/clusters/0/common_http_protocol_options/idle_timeout',
    maxConns: '/static_resources/clusters/0/circuit_breakers/thresholds/0/max_connections',
  },
  {
    file: 'traefik.yml',
    client: 'traefik',
    text: traefikYaml,
    mayChange: /serversTransport\/(maxIdleConnsPerHost|forwardingTimeouts\/idleConnTimeout)$/,
    idleTimeout: '/serversTransport/forwardingTimeouts/idleConnTimeout',
    maxIdle: '/serversTransport/maxIdleConnsPerHost',
  },
  {
    file: 'traefik.toml',
    client: 'traefik',
    text: traefikToml,
    mayChange: /serversTransport\/(maxIdleConnsPerHost|forwardingTimeouts\/idleConnTimeout)$/,
    idleTimeout: '/serversTransport/forwardingTimeouts/idleConnTimeout',
    maxIdle: '/serversTransport/maxIdleConnsPerHost',
  },
  {
    file: 'caddy.json',
    client: 'caddy',
    text: caddyJson,
    mayChange: /transport\/(max_conns_per_host|keep_alive\/\w+)$/,
    idleTimeout: '/apps/http/servers/s/routes/0/handle/0/transport/keep_alive/idle_timeout',
    maxIdle: '/apps/http/servers/s/routes/0/handle/0/transport/keep_alive/max_idle_conns_per_host',
    maxConns: '/apps/http/servers/s/routes/0/handle/0/transport/max_conns_per_host',
  },
]

const compose = `\
services:
  web:
    environment:
      JAVA_TOOL_OPTIONS: >-
        -Xmx1g "-Da=b c"
        -Djdk.httpclient.keepalive.timeout=1200
        -Dreactor.netty.pool.maxIdleTime=-1
      LANG: C # not JAVA_TOOL_OPTIONS
`

const properties = `\
# pools
jdk.httpclient.keepalive.timeout = 1200
a\\ b : jdk.httpclient.keepalive.timeout=3
reactor.netty.pool.maxConnections : 5\\
  00
`

const bun = 'services: {web: {environment: ["BUN_CONFIG_MAX_HTTP_REQUESTS=256", "A=b"]}}\n'

/** Files whose settings are within a text, or in no tree. */
export const textSamples = [
  { file: 'compose.yaml', client: 'java-net-http', text: compose },
  { file: 'compose.yaml', client: 'reactor-netty', text: compose },
  { file: 'app.properties', client: 'java-net-http', text: properties },
  { file: 'app.properties', client: 'reactor-netty', text: properties },
  { file: 'compose.yaml', client: 'bun-fetch', text: bun },
]
