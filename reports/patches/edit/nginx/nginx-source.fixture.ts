/** Files as people write them, for the tests of the nginx dialect. */

export const siteSource = `# keepalive 7; upstream none { server 1.1.1.1; }
worker_processes auto;
events { worker_connections 1024; }

http {
    log_format odd '$remote_addr "upstream x {" keepalive 5;';
    map $http_upgrade $connection_upgrade { default upgrade; '' ""; }

    upstream api {
        zone api 64k;
        least_conn;                # comes before keepalive
        server 10.0.0.5:8080 max_conns=10 weight=5;
        server 10.0.0.6:8080;      # no limit yet
        server "10.0.0.7:8080" backup;
        keepalive   "16"  ;        # per worker
        # keepalive_timeout 10s;
    }

    server {
        listen 80;
        keepalive_timeout 75s 60s;
        set $keepalive "1";
        location ~ "^/a{1,3}/" {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass http://api;
        }
        location / {
            content_by_lua_block {
                local s = "}" -- }
                ngx.say([[ upstream y { ]], s)
            }
        }
    }
}
`

export const fragmentSource = `upstream web { server web:80; server web:80 max_conns=\${WEB_LIMIT}; keepalive_timeout 1m30s; }
server {
  location / { proxy_pass http://web/x; proxy_set_header Host $host; }
}`

export const bareSource = `upstream bare {
\tserver unix:/run/app.sock;
}
`
