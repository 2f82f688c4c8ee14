import { caddy } from '../../../../models/clients/caddy.ts'
import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { durationText } from '../../../../models/clients/dialect/duration-text.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { ConfigEditError, type PlacePlan, type Splice, type WantedSettings } from '../config-dialect.ts'
import { nativeReader, notConstant } from '../json/leaf-setting.ts'
import { insertLines, type NewLine } from './insert-lines.ts'
import { nameOf, optionsOf, type ReverseProxy } from './reverse-proxies.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** What an option of the transport has to say. */
interface Wish {
  readonly name: string
  /** `null` where the text cannot be read, NaN where it means nothing that is ever wanted. */
  readonly read: (text: string) => number | null
  readonly holds: (value: number) => boolean
  /** Whether it holds where the option is not there. */
  readonly holdsAbsent: boolean
  readonly write: string
}

/** @throws ConfigEditError where a value would have to change that is computed, or cannot be read */
export function planReverseProxy(proxy: ReverseProxy, wanted: WantedSettings): PlacePlan {
  const options = optionsOf(proxy)
  const splices: Splice[] = []
  const touches: string[] = []
  const missing: Wish[] = []
  for (const wish of wishes(proxy, wanted)) {
    const written = options.find(({ name }) => name === wish.name)
    const value = written === undefined ? null : wish.read(written.text)
    if (written === undefined ? wish.holdsAbsent : value !== null && wish.holds(value)) continue
    touches.push(wish.name)
    if (written === undefined) missing.push(wish)
    else if (value === null) throw notConstant(wish.name, written.text, written.from)
    else splices.push({ from: written.from, to: written.from + written.text.length, text: wish.write })
  }
  if (touches.length > 0) refuseImports(proxy)
  return { splices: [...splices, ...insertions(proxy, missing)], touches, notes: notes(wanted) }
}

function insertions({ file, top, line, transport }: ReverseProxy, missing: readonly Wish[]): Splice[] {
  if (missing.length === 0) return []
  const lines = missing.map(({ name, write }): NewLine => ({ text: `${name} ${write}`, block: [] }))
  return transport === null
    ? insertLines(file.text, top, line, [{ text: 'transport http', block: lines }])
    : insertLines(file.text, top, transport, lines)
}

/** A snippet or file that is imported there may hold the transport, or its options. */
function refuseImports({ line, transport }: ReverseProxy): void {
  const imported = ((transport ?? line).block ?? []).find((each) => nameOf(each) === 'import')
  if (imported === undefined) return
  const name = imported.words[1]?.value ?? ''
  throw new ConfigEditError(
    `${name} is imported here and may set the transport: change it there`,
    imported.from,
  )
}

function wishes(proxy: ReverseProxy, wanted: WantedSettings): Wish[] {
  const { maxConnsPerHost } = wanted
  const target = maxConnsPerHost === Infinity ? Infinity : roundDown(maxConnsPerHost, LARGEST_INT)
  return [
    ...(wantsReuse(wanted) ? reuseWishes(proxy, wanted) : [noReuseWish]),
    {
      name: 'max_conns_per_host',
      read: readLimit,
      holds: (value) => value === target,
      holdsAbsent: target === Infinity,
      write: target === Infinity ? '0' : String(target),
    },
  ]
}

const readLimit = nativeReader(
  { name: 'max_conns_per_host', unit: 'count', special: { '0': Infinity } },
  'maxConnsPerHost',
)
const readDuration = nativeReader({ name: 'keepalive', unit: 'duration' }, 'idleTimeoutMs')
const readCount = nativeReader({ name: 'keepalive_idle_conns_per_host', unit: 'count' }, 'maxIdlePerHost')

const OFF = -1

/** What 0 means differs between versions, and so it is never what is wanted. */
function readKeepalive(text: string): number | null {
  if (text === 'off') return OFF
  const ms = readDuration(text)
  return ms === 0 ? NaN : ms
}

const noReuseWish: Wish = {
  name: 'keepalive',
  read: readKeepalive,
  holds: (value) => value === OFF,
  holdsAbsent: false,
  write: 'off',
}

/** Up to 2.10, one option of keep-alive drops the defaults of the others: both are written where one is. */
function reuseWishes({ transport }: ReverseProxy, { idleTimeoutMs, maxIdlePerHost }: WantedSettings): Wish[] {
  const hasOptions = (transport?.block ?? []).some((each) => nameOf(each).startsWith('keepalive'))
  const idleMs = roundDown(idleTimeoutMs, A_YEAR_MS)
  const idle = roundDown(maxIdlePerHost, LARGEST_INT)
  const { defaults } = caddy
  const isDefault = idleMs === defaults.idleTimeoutMs && idle === defaults.maxIdlePerHost
  if (!hasOptions && isDefault) return []
  return [
    {
      name: 'keepalive',
      read: readKeepalive,
      holds: (value) => (idleMs === A_YEAR_MS ? value >= idleMs : value === idleMs),
      holdsAbsent: false,
      write: durationText(idleMs, A_YEAR_MS),
    },
    {
      name: 'keepalive_idle_conns_per_host',
      read: readCount,
      holds: (value) => value > 0 && (idle === LARGEST_INT ? value >= idle : value === idle),
      holdsAbsent: false,
      write: String(idle),
    },
    {
      name: 'keepalive_idle_conns',
      read: readCount,
      holds: (value) => value === 0 || value >= idle,
      holdsAbsent: true,
      write: '0',
    },
  ]
}

function notes(wanted: WantedSettings): string[] {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = wanted
  const isReused = wantsReuse(wanted)
  return [
    ...(isReused && idleTimeoutMs === Infinity
      ? ['keepalive has no word for never: a year (31536000s) stands for it.']
      : []),
    ...(isReused && maxIdlePerHost === Infinity
      ? ['keepalive_idle_conns_per_host 0 would mean 32: the largest number stands for no limit.']
      : []),
    ...(maxConnsPerHost === Infinity
      ? []
      : ['At max_conns_per_host a request waits without a limit, until its client gives up.']),
  ]
}
