import type { ConfigDialect, ConfigPlace, WrittenValue } from '../config-dialect.ts'
import { readNginx } from '../syntax/nginx-directives.ts'
import {
  argumentOf,
  directiveNamed,
  findUpstreams,
  limitNames,
  limitOf,
  type NginxUpstream,
  serversOf,
} from './nginx-upstream.ts'
import { planUpstream } from './plan-upstream.ts'

const otherKinds =
  /\.(ya?ml|jsonc?|json5|toml|ini|xml|properties|md|html?|[cm]?[jt]sx?|go|java|kt|py|rs|cs|rb|php|sh)$/i

/** `upstream` blocks in nginx's configuration, which has all sorts of names: those of other kinds are left out. */
export const nginxDialect: ConfigDialect = {
  title: 'nginx configuration',
  clients: ['nginx-upstream'],
  reads: (fileName) => !otherKinds.test(fileName) && !/^Caddyfile/i.test(fileName),
  findPlaces: (file) => findUpstreams(file, readNginx(file.text)).map(place),
}

function place(upstream: NginxUpstream): ConfigPlace {
  return {
    title: `upstream ${upstream.name}`,
    from: upstream.directive.from,
    values: valuesOf(upstream),
    plan: (wanted) => planUpstream(upstream, wanted),
  }
}

const directives = ['keepalive', 'keepalive_timeout', 'keepalive_requests', 'keepalive_time']

function valuesOf(upstream: NginxUpstream): WrittenValue[] {
  const { text } = upstream.file
  const servers = serversOf(upstream)
  const names = limitNames(servers)
  const limits = servers.flatMap((server, i) => limitOf(text, server, names[i] as string) ?? [])
  const own = directives.flatMap((name) => {
    const directive = directiveNamed(upstream, name)
    return directive === undefined ? [] : [argumentOf(text, directive)]
  })
  return [...limits, ...own].toSorted((a, b) => a.from - b.from)
}
