import { durationText } from '../../../../models/clients/dialect/duration-text.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { PlacePlan, Splice, WantedSettings } from '../config-dialect.ts'
import { notConstant } from '../json/leaf-setting.ts'
import { insertDirectives } from './insert-directives.ts'
import { nginxTimeMs } from './nginx-time.ts'
import {
  argumentOf,
  directiveNamed,
  limitNames,
  limitOf,
  type NginxUpstream,
  serversOf,
} from './nginx-upstream.ts'
import { upstreamNotes } from './upstream-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** The longest time that 32-bit builds take as well, in whole days. */
const LARGEST_TIME_MS = 24 * 86_400_000
/** `worker_connections` of the nginx.conf that nginx ships: it stands for no limit of `keepalive`. */
const SHIPPED_WORKER_CONNECTIONS = 1024

/** What a directive of the block has to say. */
interface Wish {
  readonly name: string
  /** NaN where the text cannot be read. */
  readonly read: (text: string) => number
  readonly holds: (value: number) => boolean
  /** Whether it holds where the directive is not there. */
  readonly holdsAbsent: boolean
  readonly write: string
}

/** @throws ConfigEditError where a value would have to change that is computed, or cannot be read */
export function planUpstream(upstream: NginxUpstream, wanted: WantedSettings): PlacePlan {
  const edits = [...limitEdits(upstream, wanted), ...directiveEdits(upstream, wanted)]
  return {
    splices: edits.map(({ splice }) => splice),
    touches: edits.flatMap(({ touches }) => touches),
    notes: upstreamNotes(upstream, wanted),
  }
}

interface Edit {
  readonly splice: Splice
  readonly touches: readonly string[]
}

function limitEdits(upstream: NginxUpstream, { maxConnsPerHost }: WantedSettings): Edit[] {
  const { text } = upstream.file
  const target = maxConnsPerHost === Infinity ? 0 : roundDown(maxConnsPerHost, LARGEST_INT)
  const servers = serversOf(upstream)
  const names = limitNames(servers)
  return servers.flatMap((server, i) => {
    const name = names[i] as string
    const limit = limitOf(text, server, name)
    if (limit === undefined) {
      const at = server.words.at(-1)?.to ?? server.to
      const splice = { from: at, to: at, text: ` max_conns=${target}` }
      return target === 0 ? [] : [{ splice, touches: [name] }]
    }
    const value = readCount(limit.text)
    if (value === target) return []
    if (Number.isNaN(value)) throw notConstant('max_conns', limit.text, limit.from)
    return [{ splice: replacement(limit, String(target)), touches: [name] }]
  })
}

function directiveEdits(upstream: NginxUpstream, wanted: WantedSettings): Edit[] {
  const edits: Edit[] = []
  const missing: Wish[] = []
  for (const wish of wishes(upstream, wanted)) {
    const directive = directiveNamed(upstream, wish.name)
    if (directive === undefined) {
      if (!wish.holdsAbsent) missing.push(wish)
      continue
    }
    const written = argumentOf(upstream.file.text, directive)
    const value = wish.read(written.text)
    if (wish.holds(value)) continue
    if (Number.isNaN(value)) throw notConstant(wish.name, written.text, written.from)
    edits.push({ splice: replacement(written, wish.write), touches: [wish.name] })
  }
  return missing.length === 0 ? edits : [...edits, insertion(upstream, missing)]
}

/** Behind `keepalive`; where it is not there, behind all others, since it has to follow the load-balancing method. */
function insertion(upstream: NginxUpstream, missing: readonly Wish[]): Edit {
  const { file, directive, inner } = upstream
  const behind = directiveNamed(upstream, 'keepalive') ?? inner.at(-1) ?? null
  const added = missing.map(({ name, write }) => `${name} ${write};`)
  return {
    splice: insertDirectives(file.text, directive, behind, added),
    touches: missing.map(({ name }) => name),
  }
}

function wishes(upstream: NginxUpstream, wanted: WantedSettings): Wish[] {
  return wantsReuse(wanted) ? reuseWishes(wanted) : noReuseWishes(upstream)
}

/** What `keepalive` is where it is not there differs between versions, so it is always written. */
function reuseWishes({ idleTimeoutMs, maxIdlePerHost }: WantedSettings): Wish[] {
  const idle = roundDown(
    maxIdlePerHost === Infinity ? SHIPPED_WORKER_CONNECTIONS : maxIdlePerHost,
    LARGEST_INT,
  )
  const timeoutMs = roundDown(idleTimeoutMs, LARGEST_TIME_MS)
  const isLongest = timeoutMs === LARGEST_TIME_MS
  return [
    {
      name: 'keepalive',
      read: readCount,
      holds: (value) => (maxIdlePerHost === Infinity ? value >= idle : value === idle),
      holdsAbsent: false,
      write: String(idle),
    },
    {
      name: 'keepalive_timeout',
      read: nginxTimeMs,
      holds: (value) => (isLongest ? value >= timeoutMs : value === timeoutMs),
      holdsAbsent: timeoutMs === 60_000,
      write: durationText(timeoutMs, LARGEST_TIME_MS),
    },
    {
      name: 'keepalive_requests',
      read: readCount,
      holds: (value) => value >= 2,
      holdsAbsent: true,
      write: '1000',
    },
  ]
}

/** `keepalive 0` is an error up to 1.29.6, and its absence means 32 since: one request per connection is read by all. */
function noReuseWishes(upstream: NginxUpstream): Wish[] {
  const keepalive = directiveNamed(upstream, 'keepalive')
  if (keepalive !== undefined && readCount(argumentOf(upstream.file.text, keepalive).text) === 0) return []
  return [
    {
      name: 'keepalive_requests',
      read: readCount,
      holds: (value) => value <= 1,
      holdsAbsent: false,
      write: '1',
    },
  ]
}

function readCount(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN
}

function replacement({ from, text: old }: { from: number; text: string }, text: string): Splice {
  return { from, to: from + old.length, text }
}
