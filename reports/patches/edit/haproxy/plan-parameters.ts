import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { ConfigEditError, type Splice, type WantedSettings } from '../config-dialect.ts'
import { isComputed, notConstant } from '../json/leaf-setting.ts'
import { type HaproxyProxy, sourceOf } from './haproxy-proxy.ts'
import type { ServerLine } from './server-parameters.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** A change of one value. */
export interface ValueEdit {
  readonly splice: Splice
  /** Name of the value. */
  readonly touches: string
}

/** What a parameter of all servers has to say. */
interface Wish {
  readonly name: string
  /** NaN where the text cannot be read. */
  readonly read: (text: string) => number
  readonly holds: (value: number) => boolean
  /** What it is where it is not there, as it would be written. */
  readonly absent: string
  readonly write: string
}

/**
 * What has to change on the lines of a proxy so that all its servers have the parameters. A value is replaced where it is
 * written; one that is missing goes to the `default-server` line before the server, or else to the server's own.
 *
 * @throws ConfigEditError where a value would have to change that is computed, or cannot be read
 */
export function parameterEdits(proxy: HaproxyProxy, wanted: WantedSettings): ValueEdit[] {
  refuseHigherMinimum(proxy, wanted)
  return wishes(wanted).flatMap((wish) => wishEdits(proxy, wish))
}

function wishEdits(proxy: HaproxyProxy, wish: Wish): ValueEdit[] {
  const { name, write } = wish
  const edits = new Map<string, ValueEdit>()
  const added = new Set<ServerLine>()
  for (const [i, server] of proxy.servers.entries()) {
    if (server.isDefault) continue
    const source = sourceOf(proxy, server, name)
    const defaultLine = proxy.servers
      .slice(0, i)
      .findLast(({ isDefault, line }) => isDefault && !line.isConditional)
    if (source.kind === 'written') {
      const { value } = source
      const current = wish.read(value.text)
      if (wish.holds(current)) continue
      if (Number.isNaN(current)) throw notConstant(name, value.text, value.from)
      const splice = { from: value.from, to: value.from + value.text.length, text: write }
      edits.set(value.name, { splice, touches: value.name })
      continue
    }
    if (source.kind === 'inherited' && wish.holds(wish.read(source.text))) continue
    if (source.kind === 'absent' && wish.holds(wish.read(wish.absent))) continue
    const hasAdded = proxy.servers.slice(0, i).some((line) => line.isDefault && added.has(line))
    if (source.kind !== 'unknown' && hasAdded) continue
    const target = source.kind === 'unknown' ? server : (defaultLine ?? server)
    refuseOpaque(target, name)
    added.add(target)
    const at = target.line.to
    edits.set(`${target.title} ${name}`, {
      splice: { from: at, to: at, text: ` ${name} ${write}` },
      touches: `${target.title} ${name}`,
    })
  }
  return [...edits.values()]
}

function refuseOpaque({ opaque, title }: ServerLine, name: string): void {
  if (opaque === null) return
  throw new ConfigEditError(
    `${title} has parameters from the environment (${opaque.value}), which may set ${name}: change it there`,
    opaque.from,
  )
}

/** HAProxy takes a `minconn` for `maxconn` where it is the higher one, or the only one. */
function refuseHigherMinimum(proxy: HaproxyProxy, { maxConnsPerHost }: WantedSettings): void {
  for (const server of proxy.servers.filter(({ isDefault }) => !isDefault)) {
    const source = sourceOf(proxy, server, 'minconn')
    if (source.kind !== 'written' && source.kind !== 'inherited') continue
    const text = source.kind === 'written' ? source.value.text : source.text
    const minimum = readCount(text)
    if (minimum === 0 || (minimum <= maxConnsPerHost && maxConnsPerHost !== Infinity)) continue
    const problem = isComputed(text) ? 'may be' : 'is'
    throw new ConfigEditError(
      `minconn ${text} of ${server.title} ${problem} in force where maxconn is lower, or no limit: change or remove it first`,
      source.kind === 'written' ? source.value.from : server.line.from,
    )
  }
}

function wishes(wanted: WantedSettings): Wish[] {
  const { maxConnsPerHost, maxIdlePerHost } = wanted
  const open: Wish = { name: 'maxconn', ...wishedCount(maxConnsPerHost, '0') }
  if (!wantsReuse(wanted)) return [open]
  return [
    open,
    { name: 'pool-max-conn', ...wishedCount(maxIdlePerHost, '-1') },
    {
      name: 'pool-purge-delay',
      read: (text) => (/^0+(us|ms|s|m|h|d)?$/.test(text) ? 0 : 1),
      holds: (value) => value > 0,
      absent: '5s',
      write: '5s',
    },
  ]
}

function wishedCount(count: number, noLimit: string): Omit<Wish, 'name'> {
  const write = count === Infinity ? noLimit : String(roundDown(count, LARGEST_INT))
  const target = Number(write)
  return { read: readCount, holds: (value) => value === target, absent: noLimit, write }
}

function readCount(text: string): number {
  return /^(?:\d+|-1)$/.test(text) ? Number(text) : NaN
}
