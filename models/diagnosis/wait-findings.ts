import { countWords, msWords, percentWords, placeWords } from './figure-words.ts'
import { actions, type Finding, type FindingCause } from './finding.ts'
import { cpuShare } from './judge-health.ts'
import { type Observed, requestsTimeMs } from './observed.ts'
import type { Wait, WaitKind } from './waits.ts'

/** Of requests' time: waits of less are not worth a word. */
const LEAST_SHARE = 0.05

/** Where the requests' time is not known: as many wait on average (Little's law). */
const LEAST_WAITING = 0.5

/** From the outside in: a request has its slot before it asks for a connection, and both when it asks for a lock. */
const INWARDS: readonly WaitKind[] = ['slot', 'pool', 'lock']

/**
 * What requests wait for, by the target's own count. Waiting takes no CPU: where the CPU is busy, the holders compute and
 * that is the cause, so a wait weighs its share of the requests' time times the share of the CPU that is free. And who
 * waits inside holds what is outside: where waits further in take most of the time that a thing is held, its own weigh so
 * much less.
 */
export function waitFindings(observed: Observed): Finding[] {
  const { waits, figures } = observed
  const free = 1 - Math.min(1, cpuShare(figures) ?? 0)
  return waits
    .filter((wait) => isWorthAWord(wait, observed))
    .map((wait) => ({
      cause: causeOf[wait.kind],
      title: titleOf(wait),
      site: wait.site ?? null,
      subject: wait.name,
      evidence: evidenceOf(wait, observed),
      action: actions[causeOf[wait.kind]],
      weight: shareOf(wait, observed) * free * (1 - innerShare(wait, observed)),
    }))
}

/** Of the requests' time, or where that is not known, of the time that passed; in [0, 1]. */
function shareOf({ totalMs }: Wait, observed: Observed): number {
  const all = requestsTimeMs(observed) ?? observed.figures.durationMs
  return all <= 0 ? 0 : Math.min(1, totalMs / all)
}

function isWorthAWord(wait: Wait, observed: Observed): boolean {
  const least = requestsTimeMs(observed) === null ? LEAST_WAITING : LEAST_SHARE
  return shareOf(wait, observed) >= least
}

/** Of the time that requests did not wait for this or for anything further out: the share of waits further in. */
function innerShare({ kind }: Wait, observed: Observed): number {
  const all = requestsTimeMs(observed)
  if (all === null) return 0
  const depth = INWARDS.indexOf(kind)
  const sum = (isCounted: (other: number) => boolean) =>
    observed.waits
      .filter((wait) => isCounted(INWARDS.indexOf(wait.kind)))
      .reduce((total, wait) => total + wait.totalMs, 0)
  const held = all - sum((other) => other <= depth)
  const inner = sum((other) => other > depth)
  return held <= 0 ? (inner > 0 ? 1 : 0) : Math.min(1, inner / held)
}

const causeOf: Readonly<Record<WaitKind, FindingCause>> = {
  pool: 'pool-exhausted',
  lock: 'lock',
  slot: 'slots-full',
}

function titleOf({ kind, name, site }: Wait): string {
  const where = site === undefined ? '' : ` in ${placeWords(site)}`
  if (kind === 'lock') return `Requests wait for one another at the lock ${name}${where}.`
  if (kind === 'pool') return `The pool ${name} has no connection free when requests ask for one${where}.`
  return `All slots of ${name} are taken when requests come${where}.`
}

function evidenceOf(wait: Wait, observed: Observed): string[] {
  const { waits, totalMs, maxMs, busy } = wait
  const longest = maxMs === null ? '' : `, the longest ${msWords(maxMs)}`
  const sentences = [
    `There were ${countWords(waits, 'wait')} of ${msWords(totalMs / waits)} on average${longest}.`,
  ]
  if (requestsTimeMs(observed) !== null)
    sentences.push(`They are ${percentWords(shareOf(wait, observed))} of the time that requests took.`)
  if (busy !== null) sentences.push(`At the end of the stretch ${busyWords(busy)} taken.`)
  const cpu = cpuShare(observed.figures)
  if (cpu !== null) sentences.push(`Meanwhile ${percentWords(cpu)} of the CPU was in use.`)
  return sentences
}

function busyWords(busy: number): string {
  return busy === 0 ? 'none of it was' : `${busy.toFixed(0)} of it ${busy === 1 ? 'was' : 'were'}`
}
