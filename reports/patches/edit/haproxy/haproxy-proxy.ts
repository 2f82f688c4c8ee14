import type { ConfigFile, WrittenValue } from '../config-dialect.ts'
import type { HaproxyLine } from '../syntax/haproxy-lines.ts'
import { hasUnknownDefaults, type HaproxySection, inheritance, lineInForce } from './haproxy-sections.ts'
import { readServerLines, type ServerLine } from './server-parameters.ts'

/** A `backend` or `listen` section with servers. */
export interface HaproxyProxy {
  readonly file: ConfigFile
  readonly sections: readonly HaproxySection[]
  readonly section: HaproxySection
  /** Its `server`, `server-template` and `default-server` lines. */
  readonly servers: readonly ServerLine[]
  /** The `default-server` lines of the sections that it begins with, the nearest section first. */
  readonly inherited: readonly (readonly ServerLine[])[]
}

/** The proxies that have servers and are in HTTP mode, as far as the file tells. */
export function findProxies(file: ConfigFile, sections: readonly HaproxySection[]): HaproxyProxy[] {
  return sections.flatMap((section) => {
    if (section.kind !== 'backend' && section.kind !== 'listen') return []
    const servers = readServerLines(file.text, section.lines)
    const [, ...outer] = inheritance(section)
    const inherited = outer.map(({ lines }) => readServerLines(file.text, lines))
    const mode = lineInForce(section, 'mode')?.words[1]?.value ?? 'http'
    const isServed = servers.some(({ isDefault }) => !isDefault)
    return isServed && mode === 'http' ? [{ file, sections, section, servers, inherited }] : []
  })
}

/** Where a parameter of a server is set. */
export type ParameterSource =
  | { readonly kind: 'written'; readonly value: WrittenValue }
  /** In another section. */
  | { readonly kind: 'inherited'; readonly text: string }
  | { readonly kind: 'absent' }
  /** Under a condition, or in a section that is not in the file. */
  | { readonly kind: 'unknown' }

/** What sets a parameter of a server: its own line, the `default-server` lines before it, or those of `defaults`. */
export function sourceOf(proxy: HaproxyProxy, server: ServerLine, name: string): ParameterSource {
  const before = proxy.servers.slice(0, proxy.servers.indexOf(server))
  const own = server.parameters.get(name)
  if (own !== undefined) return { kind: 'written', value: own }
  const holder = before.findLast((line) => line.isDefault && line.parameters.has(name))
  const value = holder?.parameters.get(name)
  if (holder !== undefined && value !== undefined) {
    return holder.line.isConditional ? { kind: 'unknown' } : { kind: 'written', value }
  }
  if (hasUnknownDefaults(proxy.section)) return { kind: 'unknown' }
  for (const lines of proxy.inherited) {
    const outer = lines.findLast(({ parameters }) => parameters.has(name))
    if (outer === undefined) continue
    const text = outer.parameters.get(name)?.text ?? ''
    return outer.line.isConditional ? { kind: 'unknown' } : { kind: 'inherited', text }
  }
  return { kind: 'absent' }
}

/** How connections to servers are kept, and the line that decides it. */
export interface ModeLine {
  readonly line: HaproxyLine
  readonly mode: ConnectionMode
}

export type ConnectionMode = 'http-keep-alive' | 'http-server-close' | 'httpclose'

/** By the options that choose them. */
export const connectionModes: ReadonlyMap<string, ConnectionMode> = new Map([
  ['http-keep-alive', 'http-keep-alive'],
  ['http-server-close', 'http-server-close'],
  ['httpclose', 'httpclose'],
  ['forceclose', 'httpclose'],
])

/** What decides how connections are kept; `null` where nothing does, and they are. The last word counts. */
export function connectionMode(section: HaproxySection): ModeLine | null {
  let decided = section.defaults === null ? null : connectionMode(section.defaults)
  for (const line of section.lines) {
    const [first, second, third] = line.words.map(({ value }) => value)
    const option = connectionModes.get((first === 'option' ? second : third) ?? '')
    if (option === undefined) continue
    if (first === 'option') decided = { line, mode: option }
    else if (first === 'no' && second === 'option' && decided?.mode === option) {
      decided = { line, mode: 'http-keep-alive' }
    }
  }
  return decided
}
