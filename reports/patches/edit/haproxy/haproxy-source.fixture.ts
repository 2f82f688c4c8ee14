/** Files as people write them, for the tests of the HAProxy dialect. */

export const mainSource = `global
    maxconn 4000   # server x 1.1.1.1:1 maxconn 3
    log stdout format raw local0

defaults base
    mode http
    timeout connect 1s
    timeout client  30s
    timeout server  30s
    option http-server-close
    default-server maxconn 500 inter 2s

frontend fe
    bind 127.0.0.1:18081
    http-request set-header X-A "server x maxconn 10 # no" if { path_beg /a\\ b }
    default_backend api

backend api#the first
    balance leastconn
    option httpchk GET /health
    http-reuse never
    default-server check pool-max-conn 10   # shared
    server api1 127.0.0.1:8080 cookie maxconn weight 10 # main
    server api2 127.0.0.1:8081 maxconn "30" pool-max-conn 20
    server-template t 3 127.0.0.1:8083 pool-purge-delay 0

backend tcp
    mode tcp
    server t1 127.0.0.1:8090 maxconn 5
`

export const smallSource = `defaults
\tmode http
\ttimeout connect 1s
\ttimeout client 1s
\ttimeout server 1s

listen web
\tbind 127.0.0.1:18082
\tserver w1 127.0.0.1:8084  # one
\tserver w2 127.0.0.1:8085 maxconn 0 pool-max-conn -1
`
