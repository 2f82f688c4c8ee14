import type { CodeSite } from '../profile/code-site.ts'

/** What requests wait for inside of a target: a connection of a pool, a lock, or a slot to be worked on in. */
export const waitKinds = ['pool', 'lock', 'slot'] as const

export type WaitKind = (typeof waitKinds)[number]

/** Waits for one such thing during a stretch. */
export interface Wait {
  readonly kind: WaitKind
  readonly name: string
  /** Where in the code it is waited for, if the target tells; of several places the one that it tells the most of. */
  readonly site?: CodeSite
  readonly waits: number
  readonly totalMs: number
  /** `null` where the longest wait was before this stretch. */
  readonly maxMs: number | null
  /** How many are taken at the end of the stretch; `null` where the target does not count them. */
  readonly busy: number | null
}

const COUNTER = /^wait:(pool|lock|slot):(.+):(count|totalUs|maxUs|busy)$/

/** What comes after `wait:<kind>:<name>`. */
const PLACE = /^:at:(.+?) \((.+):(\d+):(\d+)\)$/

/**
 * Waits as a target's counters tell them: `wait:<kind>:<name>:count`, `…:totalUs` and `…:maxUs`, which only rise, and
 * `…:busy`, which is as it is now. `…:at:<function> (<path>:<line>:<column>)` counts those seen at a place in the code,
 * all of them or only the first. Counters below what they were are of a target that has started again: all they hold is
 * of this stretch.
 *
 * @param before the counters at the beginning of the stretch
 * @returns those that were waited for longest first; those that nobody waited for are left out
 */
export function readWaits(
  counters: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>> = {},
): Wait[] {
  const names = new Map<string, { readonly kind: WaitKind; readonly name: string }>()
  for (const key of Object.keys(counters)) {
    const [, kind, name] = COUNTER.exec(key) ?? []
    if (kind !== undefined && name !== undefined)
      names.set(`wait:${kind}:${name}`, { kind: kind as WaitKind, name })
  }
  return [...names]
    .map(([prefix, { kind, name }]) => ({ kind, name, ...waitOf(prefix, counters, before) }))
    .filter(({ waits }) => waits > 0)
    .sort((a, b) => b.totalMs - a.totalMs || (a.name < b.name ? -1 : 1))
}

/** Where the target says that it is waited for: there is a line, but not where its function begins. */
function siteOf(prefix: string, counters: Counters): CodeSite | null {
  const places = Object.keys(counters).flatMap((key) => {
    const [, functionName = '', file = '', line] = key.startsWith(prefix)
      ? (PLACE.exec(key.slice(prefix.length)) ?? [])
      : []
    const times = valueOf(counters, key) ?? 0
    return line === undefined ? [] : [{ functionName, file, hotLine: Number(line), times }]
  })
  const [first] = places.sort((a, b) => b.times - a.times || (a.file < b.file ? -1 : 1))
  if (first === undefined) return null
  const { functionName, file, hotLine } = first
  return { functionName, file, line: 0, column: 0, hotLine }
}

type Counters = Readonly<Record<string, number>>

function waitOf(prefix: string, counters: Counters, before: Counters): Omit<Wait, 'kind' | 'name'> {
  const now = (figure: string) => valueOf(counters, `${prefix}:${figure}`)
  const then = (figure: string) => valueOf(before, `${prefix}:${figure}`) ?? 0
  const hasRestarted = (now('count') ?? 0) < then('count')
  const grown = (figure: string) => (now(figure) ?? 0) - (hasRestarted ? 0 : then(figure))
  const maxUs = now('maxUs')
  const isOfStretch = maxUs !== null && (hasRestarted || maxUs > then('maxUs'))
  const site = siteOf(prefix, counters)
  return {
    ...(site === null ? {} : { site }),
    waits: grown('count'),
    totalMs: Math.max(0, grown('totalUs')) / 1000,
    maxMs: isOfStretch ? maxUs / 1000 : null,
    busy: now('busy'),
  }
}

/** Names come from outside: only a number that the record has itself counts. */
function valueOf(counters: Counters, key: string): number | null {
  const value = Object.hasOwn(counters, key) ? counters[key] : undefined
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
