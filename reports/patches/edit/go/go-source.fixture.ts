/** Files as people write them, for the tests of the Go dialects. */

export const literalSource = `// Package api talks to the catalogue.
package api

import (
	"context"
	"fmt"
	nethttp "net/http"
	"time"
)

// MaxIdleConnsPerHost: 7 is what the docs say; IdleConnTimeout: 1 * time.Second too.
const banner = "&nethttp.Transport{MaxIdleConnsPerHost: 1}"

type Transport struct{ MaxIdleConnsPerHost int }

var local = Transport{MaxIdleConnsPerHost: 3}

func newClient(ctx context.Context) *nethttp.Client {
	verbose := true
	for range make(chan int) {
		fmt.Println(verbose)
	}
	return &nethttp.Client{
		Timeout: 10 * time.Second,
		Transport: &nethttp.Transport{
			Proxy:               nethttp.ProxyFromEnvironment,
			MaxIdleConns:        50, // all hosts
			MaxIdleConnsPerHost: 10, /* was 2 */
			// how long
			IdleConnTimeout:     1*time.Minute + 30*time.Second,
			TLSHandshakeTimeout: 10 * time.Second, // keep
		},
	}
}
`

export const cloneSource = `package api

import (
	"math"
	"net/http"
	"time"
)

func newClient() *http.Client {
	tr := http.DefaultTransport.(*http.Transport).Clone() // a copy
	tr.MaxIdleConnsPerHost = 100 // default 2

	return &http.Client{Transport: tr, Timeout: time.Duration(math.MaxInt32)}
}
`

export const hertzSource = `package rpc

import (
	"time"

	hclient "github.com/cloudwego/hertz/pkg/app/client"
)

func newClient() (*hclient.Client, error) {
	// hclient.WithMaxConnsPerHost(1)
	return hclient.NewClient(
		hclient.WithDialTimeout(time.Second),
		hclient.WithMaxIdleConnDuration(10*time.Second), // short
		hclient.WithMaxConnWaitTimeout(200*time.Millisecond),
	)
}
`

export const fasthttpSource = `package edge

import "github.com/valyala/fasthttp"

var client = &fasthttp.Client{
	Name:            "edge",
	MaxConnsPerHost: fasthttp.DefaultMaxConnsPerHost,
}
`
