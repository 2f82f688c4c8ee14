import { ConfigEditError, type WrittenValue } from '../config-dialect.ts'
import type { HaproxyLine, HaproxyWord } from '../syntax/haproxy-lines.ts'

/** A `server`, `server-template` or `default-server` line. */
export interface ServerLine {
  readonly line: HaproxyLine
  readonly isDefault: boolean
  /** What values are named after, e.g. `server api1`. */
  readonly title: string
  readonly parameters: ReadonlyMap<string, WrittenValue>
  /** A word that the environment gives, where parameters are due. */
  readonly opaque: HaproxyWord | null
}

/** Words before the parameters: the keyword, the name, the number of a template, and the address. */
const headLengths = new Map([
  ['default-server', 1],
  ['server', 3],
  ['server-template', 4],
])

/** Parameters that a value follows: section 5.2 of HAProxy's configuration manual. */
const valued = new Set(
  `
    addr agent-send agent-inter agent-addr agent-port alpn ca-file cc check-alpn
    check-pool-conn-name check-proto check-sni ciphers ciphersuites client-sigalgs cookie
    crl-file crt curves error-limit fall guid hash-key id idle-ping init-addr init-state inter
    fastinter downinter interface ktls log-bufsize log-proto maxconn maxqueue max-reuse minconn
    namespace npn observe on-error on-marked-down on-marked-up pool-conn-name pool-low-conn
    pool-max-conn pool-purge-delay port proto proxy-v2-options redir resolve-net resolve-opts
    resolve-prefer resolvers rise shard sigalgs slowstart sni socks4 source ssl-max-ver
    ssl-min-ver tcp-md5sig tcp-ut track usesrc verify verifyhost weight ws
  `
    .trim()
    .split(/\s+/),
)

const ofPool = new Set([
  'maxconn',
  'maxqueue',
  'max-reuse',
  'minconn',
  'pool-low-conn',
  'pool-max-conn',
  'pool-purge-delay',
])

/**
 * The lines of a section that describe servers, in their order.
 *
 * @throws ConfigEditError where one has no address, a parameter no value, or a parameter of the pool is there twice
 */
export function readServerLines(text: string, lines: readonly HaproxyLine[]): ServerLine[] {
  const titles = new Map<string, number>()
  return lines.flatMap((line) => {
    const [keyword, name] = line.words
    const head = headLengths.get(keyword.value)
    if (head === undefined) return []
    if (line.words.length < head) {
      throw new ConfigEditError(`${keyword.value} needs a name and an address`, line.from)
    }
    const isDefault = keyword.value === 'default-server'
    const plain = isDefault ? keyword.value : `${keyword.value} ${name?.value ?? ''}`
    const count = (titles.get(plain) ?? 0) + 1
    titles.set(plain, count)
    const title = count === 1 ? plain : `${plain} (${count})`
    return [{ line, isDefault, title, ...readParameters(text, line.words.slice(head), title) }]
  })
}

function readParameters(
  text: string,
  words: readonly HaproxyWord[],
  title: string,
): Pick<ServerLine, 'parameters' | 'opaque'> {
  const parameters = new Map<string, WrittenValue>()
  let opaque: HaproxyWord | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as HaproxyWord
    if (word.isComputed) opaque = word
    if (!valued.has(word.value) && !word.value.startsWith('set-proxy-v2-tlv-fmt(')) continue
    const value = words[++i]
    if (value === undefined) throw new ConfigEditError(`${word.value} has no value`, word.from)
    if (value.isComputed && text.slice(value.from, value.to).includes('[*]')) opaque = value
    if (!ofPool.has(word.value)) continue
    if (parameters.has(word.value)) {
      throw new ConfigEditError(`${word.value} is there already: remove one of the two`, word.from)
    }
    const name = `${title} ${word.value}`
    parameters.set(word.value, { name, ...unquoted(text, value) })
  }
  return { parameters, opaque }
}

/** A word without the quotation marks around it. */
function unquoted(text: string, { from, to }: HaproxyWord): Pick<WrittenValue, 'from' | 'text'> {
  const raw = text.slice(from, to)
  const isQuoted = raw.length > 1 && /^(?:"[^"]*"|'[^']*')$/.test(raw)
  return isQuoted ? { from: from + 1, text: raw.slice(1, -1) } : { from, text: raw }
}
