import type { ConfigDialect, ConfigPlace } from '../config-dialect.ts'
import { readCaddyfile } from '../syntax/caddyfile-blocks.ts'
import { planReverseProxy } from './plan-reverse-proxy.ts'
import { findReverseProxies, optionsOf, type ReverseProxy } from './reverse-proxies.ts'

/** `reverse_proxy` directives in a Caddyfile. */
export const caddyfileDialect: ConfigDialect = {
  title: 'Caddyfile',
  clients: ['caddy'],
  reads: (fileName) =>
    /^Caddyfile|\.(caddyfile|caddy)$/i.test(fileName) && !/\.(json|ya?ml)$/i.test(fileName),
  findPlaces: (file) => findReverseProxies(file, readCaddyfile(file.text)).map(place),
}

function place(proxy: ReverseProxy): ConfigPlace {
  const { words, from } = proxy.line
  return {
    title: words.map(({ value }) => value.replace(/\s+/g, ' ')).join(' '),
    from,
    values: optionsOf(proxy),
    plan: (wanted) => planReverseProxy(proxy, wanted),
  }
}
