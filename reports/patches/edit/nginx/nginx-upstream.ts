import { ConfigEditError, type ConfigFile, type WrittenValue } from '../config-dialect.ts'
import type { NginxDirective, NginxWord } from '../syntax/nginx-directives.ts'

/** An `upstream` block with the file that it stands in. */
export interface NginxUpstream {
  readonly file: ConfigFile
  /** All directives at the top of the file. */
  readonly top: readonly NginxDirective[]
  readonly directive: NginxDirective
  readonly name: string
  /** The directives of the block. */
  readonly inner: readonly NginxDirective[]
}

/** The upstreams of HTTP in the order of the file; those in a `stream` block are none. */
export function findUpstreams(file: ConfigFile, top: readonly NginxDirective[]): NginxUpstream[] {
  return everyDirective(top).flatMap((directive) => {
    const [keyword, name] = directive.words
    if (keyword.value !== 'upstream' || directive.block === null || isUnder(directive, 'stream')) return []
    if (name === undefined) throw new ConfigEditError('upstream has no name', directive.from)
    return [{ file, top, directive, name: name.value, inner: directive.block.directives }]
  })
}

/** The directives and all within them, in the order of the file. */
export function everyDirective(directives: readonly NginxDirective[]): NginxDirective[] {
  const every: NginxDirective[] = []
  const waiting = directives.toReversed()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    every.push(next)
    for (const inner of next.block?.directives.toReversed() ?? []) waiting.push(inner)
  }
  return every
}

function isUnder(directive: NginxDirective, name: string): boolean {
  let { parent } = directive
  while (parent !== null && parent.words[0].value !== name) parent = parent.parent
  return parent !== null
}

/** The only directive of that name in the block. */
export function directiveNamed({ inner }: NginxUpstream, name: string): NginxDirective | undefined {
  const [first, second] = inner.filter(({ words }) => words[0].value === name)
  if (second !== undefined)
    throw new ConfigEditError(`${name} is there already: nginx takes one`, second.from)
  return first
}

/** The first argument of a directive. */
export function argumentOf(text: string, directive: NginxDirective): WrittenValue {
  const [name, argument] = directive.words
  if (argument === undefined) throw new ConfigEditError(`${name.value} has no value`, directive.from)
  return valueIn(text, name.value, argument, 0)
}

/** The `server` lines of the block. */
export function serversOf({ inner }: NginxUpstream): NginxDirective[] {
  const servers = inner.filter(({ words }) => words[0].value === 'server')
  const wrong = servers.find(({ words, block }) => words.length < 2 || block !== null)
  if (wrong !== undefined)
    throw new ConfigEditError('a server of an upstream is an address and ;', wrong.from)
  return servers
}

const LIMIT = 'max_conns='

/** What a `server` line says about `max_conns`. */
export function limitOf(text: string, server: NginxDirective, name: string): WrittenValue | undefined {
  const [first, second] = server.words.filter(({ value }) => value.startsWith(LIMIT))
  if (second !== undefined) throw new ConfigEditError('max_conns is there already: remove one', second.from)
  return first === undefined ? undefined : valueIn(text, name, first, LIMIT.length)
}

/** A word, or what stands in it behind its first units, without its quotation marks. */
function valueIn(text: string, name: string, word: NginxWord, skip: number): WrittenValue {
  const mark = word.quoted ? 1 : 0
  const from = word.from + mark + skip
  return { name, text: text.slice(from, word.to - mark), from }
}

/** Names for the limits of servers, each another one. */
export function limitNames(servers: readonly NginxDirective[]): string[] {
  const addresses = servers.map(({ words }) => words[1]?.value ?? '')
  return addresses.map((address, i) => {
    const before = addresses.slice(0, i).filter((each) => each === address).length
    return `server ${address}${before === 0 ? '' : ` (${before + 1})`} max_conns`
  })
}
