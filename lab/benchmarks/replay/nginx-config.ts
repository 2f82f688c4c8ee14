import type { PoolSettings } from '../../../models/pool/settings.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** For no limit, where nginx has no word for it. */
const DAY_MS = 86_400_000
const LARGEST_COUNT = 1_000_000

/** A whole nginx.conf with one worker and one upstream: the replay server. Paths are relative to nginx's prefix. */
export function nginxConfig(listenPort: number, upstream: ReplayEndpoint, settings: PoolSettings): string {
  const { maxIdlePerHost, maxConnsPerHost, idleTimeoutMs, maxRequestsPerConn, maxLifetimeMs } = settings
  const maxConns = maxConnsPerHost === Infinity ? '' : ` max_conns=${maxConnsPerHost}`
  return `\
daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    keepalive_timeout 1d;
    keepalive_requests ${LARGEST_COUNT};
    keepalive_time 1d;
    upstream replay {
        server ${upstream.host}:${upstream.port}${maxConns} max_fails=0;
        keepalive ${Math.min(maxIdlePerHost, 512)};
        keepalive_timeout ${Math.min(idleTimeoutMs, DAY_MS)}ms;
        keepalive_requests ${Math.min(maxRequestsPerConn, LARGEST_COUNT)};
        keepalive_time ${Math.min(maxLifetimeMs, DAY_MS)}ms;
    }
    server {
        listen 127.0.0.1:${listenPort};
        location = /ready { return 200; }
        location / {
            proxy_pass ${upstream.ca === null ? 'http' : 'https'}://replay;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
        }
    }
}
`
}
