/** Files as people write them, for the tests of the Caddyfile dialect. */

export const sitesSource = `{
	email me@example.com # transport http {
	order reverse_proxy before respond
}

(backend) {
	header_up X-Real-IP {remote_host}
}

# reverse_proxy elsewhere:1 { transport http { keepalive 1s
api.example.com, www.example.com {
	header X-A "reverse_proxy x {
	transport http {
	}" # odd
	header X-B \`keepalive "1s\`
	respond /x <<EOT
		reverse_proxy { keepalive 3
		EOT 200
	@get {
		method GET
	}
	handle /v1/* {
		reverse_proxy @get 10.0.0.1:80 \\
			10.0.0.2:80 {
			lb_policy least_conn
			transport http {
				keepalive   90s   # was 2m
				keepalive_idle_conns 10
				max_conns_per_host "12"
				# the end
			}
		}
	}
}
`

export const shortSource = `:80

reverse_proxy /api/* localhost:8080   # no block
`

export const blockSource = `example.com {
  route {
    reverse_proxy app:3000 {
      import backend_headers "a b"
      transport http {
        dial_timeout 1s
      }
    }
  }
}`
