import type { HeapPath, PathStep } from './heap-path.ts'
import { isCollection } from './retaining-kind.ts'

/** Named steps that are shown before the holder. */
const STEPS_BEFORE = 4
/** Shown in all at the most. */
const MOST_WORDS = 8

/**
 * A path in words, from the variable that its holder is reached by to the first object behind it:
 * `requests (Map) → [entry] → IncomingMessage`. Steps from like to like are one.
 */
export function retainingText({ steps, holder }: HeapPath): string {
  const words: string[] = []
  for (let at = startOf(steps, holder); at < steps.length && words.length < MOST_WORDS; at++) {
    const step = steps[at] as PathStep
    if (isHidden(step) || isAgain(steps, at)) continue
    words.push(...wordsOf(step, ownerOf(steps, at)))
    if (at > holder && isEnd(steps, holder, at)) break
  }
  return words.join(' → ')
}

/** The last variable or global before the holder, or as many steps as are shown. */
function startOf(steps: readonly PathStep[], holder: number): number {
  let shown = 0
  for (let at = holder; at >= 0; at--) {
    const step = steps[at] as PathStep
    if (step.type === 'synthetic' || step.name === 'system / Context') return at + 1
    if (step.edgeType === 'context' || isGlobal(steps[at - 1])) return at
    if (step.edgeType === 'property' && !isAgain(steps, at) && ++shown > STEPS_BEFORE) return at
  }
  return 0
}

/** Tables and elements are part of the collection before them, variables of their function. */
function isHidden({ type, edgeType, name }: PathStep): boolean {
  return (type === 'array' && edgeType === 'internal') || name === 'system / Context'
}

/** Whether it is of a list, and not the first of it. */
function isAgain(steps: readonly PathStep[], at: number): boolean {
  const step = steps[at] as PathStep
  const before = steps[at - 1]
  return before !== undefined && step.name !== '' && before.name === step.name && before.type === step.type
}

/** What refers to a step, or has the table that does. */
function ownerOf(steps: readonly PathStep[], at: number): PathStep | undefined {
  const before = steps[at - 1]
  return before !== undefined && before.type === 'array' && isHidden(before) ? steps[at - 2] : before
}

function wordsOf(step: PathStep, owner: PathStep | undefined): string[] {
  const what = describe(step)
  if (owner === undefined || owner.type === 'synthetic') return [what]
  if (step.edgeType === 'element' || (isCollection(owner) && owner.name !== 'Array')) return ['[entry]', what]
  const isVariable = step.edgeType === 'context' || step.edgeType === 'property'
  if (!isVariable || /^(_idleNext|_idlePrev|next|prev|<symbol .*)$/.test(step.edge)) return [what]
  return [`${isGlobal(owner) ? 'global.' : ''}${step.edge} (${what})`]
}

function describe({ name, type }: PathStep): string {
  if (type === 'closure') return name === '' ? 'function' : `function ${name}`
  if (type === 'string' || type.endsWith(' string')) return 'string'
  if (type === 'array') return 'elements'
  if (/^system \/ Promise\w*Reaction/.test(name)) return 'reaction'
  return name === '' ? type : name.replace(/^(Node|system) \/ /, '')
}

function isGlobal(step: PathStep | undefined): boolean {
  return step?.type === 'object' && /^(global|globalThis|Object \/ .*)$/.test(step.name)
}

/** The first object behind a collection; else the first behind a function, or after those that are alike. */
function isEnd(steps: readonly PathStep[], holder: number, at: number): boolean {
  const step = steps[at] as PathStep
  if (step.type !== 'object' || OF_RUNTIME.test(step.name)) return false
  const held = steps[holder]
  if (held !== undefined && (isCollection(held) || OF_RUNTIME.test(held.name))) return true
  const between = steps.slice(holder + 1, at)
  return between.some(({ type }) => type === 'closure') || step.name !== (between[0] ?? step).name
}

/** What is between a holder and what it is kept for. */
const OF_RUNTIME = /^(Timeout|TimersList|Immediate|Listener|Generator|Promise|TCP|Pipe)$/
