import { ConfigEditError, type ConfigFile, type WrittenValue } from '../config-dialect.ts'
import type { CaddyfileLine } from '../syntax/caddyfile-blocks.ts'
import type { CaddyfileWord } from '../syntax/caddyfile-blocks-words.ts'

/** A `reverse_proxy` directive that speaks HTTP to its upstreams. */
export interface ReverseProxy {
  readonly file: ConfigFile
  /** All lines at the top of the file. */
  readonly top: readonly CaddyfileLine[]
  readonly line: CaddyfileLine
  /** Its `transport http`, if it has one. */
  readonly transport: CaddyfileLine | null
}

/** Directives whose blocks hold directives. */
const containers = new Set([
  'handle',
  'handle_path',
  'handle_errors',
  'handle_response',
  'intercept',
  'route',
])

/** In the order of the file: in sites, snippets and named routes, however deep, and in a site without braces. */
export function findReverseProxies(file: ConfigFile, top: readonly CaddyfileLine[]): ReverseProxy[] {
  const [first] = top
  const sites = first?.words.length === 0 ? top.slice(1) : top
  return sites.flatMap((site) => {
    const isDirective = nameOf(site) === 'reverse_proxy'
    return proxiesIn(file, top, isDirective ? [site] : (site.block ?? []))
  })
}

function proxiesIn(
  file: ConfigFile,
  top: readonly CaddyfileLine[],
  lines: readonly CaddyfileLine[],
): ReverseProxy[] {
  return lines.flatMap((line) => {
    const name = nameOf(line)
    const isContainer = containers.has(name)
    if (name !== 'reverse_proxy') return isContainer ? proxiesIn(file, top, line.block ?? []) : []
    const responses = (line.block ?? []).filter((each) => nameOf(each) === 'handle_response')
    return [...proxyOf(file, top, line), ...proxiesIn(file, top, responses)]
  })
}

function proxyOf(file: ConfigFile, top: readonly CaddyfileLine[], line: CaddyfileLine): ReverseProxy[] {
  const [transport, second] = (line.block ?? []).filter((each) => nameOf(each) === 'transport')
  if (second !== undefined) throw new ConfigEditError('transport is there already', second.from)
  if (transport === undefined) return [{ file, top, line, transport: null }]
  return transport.words[1]?.value === 'http' ? [{ file, top, line, transport }] : []
}

export function nameOf({ words }: CaddyfileLine): string {
  const [name] = words
  return name === undefined ? '' : name.value
}

const options = ['keepalive', 'keepalive_idle_conns_per_host', 'keepalive_idle_conns', 'max_conns_per_host']

/**
 * What the transport says about the pool.
 *
 * @throws ConfigEditError where an option has no value, or is there twice
 */
export function optionsOf({ file, transport }: ReverseProxy): WrittenValue[] {
  const found = new Map<string, WrittenValue>()
  for (const line of transport?.block ?? []) {
    const name = nameOf(line)
    if (!options.includes(name)) continue
    const value = line.words[1]
    if (value === undefined) throw new ConfigEditError(`${name} has no value`, line.from)
    if (found.has(name)) throw new ConfigEditError(`${name} is there already: remove one`, line.from)
    found.set(name, { name, ...unquoted(file.text, value) })
  }
  return [...found.values()]
}

function unquoted(text: string, { from, to, quoted }: CaddyfileWord): Pick<WrittenValue, 'from' | 'text'> {
  const raw = text.slice(from, to)
  return quoted && !raw.startsWith('<<') ? { from: from + 1, text: raw.slice(1, -1) } : { from, text: raw }
}
