import type { HeapPath, PathStep } from './heap-path.ts'

/**
 * What keeps objects. `map`: a Map or Set. `object-map`: an object that is used as one. `closure`: variables of functions.
 * `socket`: sockets that are open, and what serves them. `list`: objects of which one refers to the next.
 */
export type RetainingKind =
  'map' | 'object-map' | 'array' | 'listener' | 'timer' | 'promise' | 'socket' | 'closure' | 'list' | 'other'

const TIMERS = /^(Timeout|TimersList|Immediate|ImmediateList)$/
const REACTIONS = /^system \/ Promise(Fulfill|Reject)?Reaction/
const SOCKETS =
  /^(Node \/ )?(TCP|Pipe|TTY|TLS|TCPSocketWrap|PipeWrap|TLSWrap|Socket|TLSSocket|HTTPParser|Http2Session)$/
const AGENT_LISTS = /^(sockets|freeSockets|requests)$/
/** Names that an object has which holds as many entries as there are keys. */
const LEAST_ENTRIES = 16
/** Steps about the holder that tell what it belongs to. */
const ABOVE = 4
const BELOW = 3

/**
 * What kind of holder keeps the end of a path. What belongs to the runtime tells first, since it is made of Maps, arrays
 * and objects as well; then the collection; then functions, in a collection too.
 */
export function retainingKind({ steps, holder }: HeapPath): RetainingKind {
  const held = steps[holder]
  const near = steps.slice(Math.max(holder, 0), holder + 1 + BELOW)
  const above = steps.slice(Math.max(holder - ABOVE, 0), holder + 1)
  const entry = steps[holder + 1]
  if (near.some(({ name }) => TIMERS.test(name))) return 'timer'
  if (isListener(above, near)) return 'listener'
  if (near.slice(0, 2).some(({ name }) => REACTIONS.test(name))) return 'promise'
  if (isOfAgent(above)) return 'socket'
  if (held !== undefined && isCollection(held)) {
    if (firstValue(steps, holder)?.type === 'closure') return 'closure'
    return held.name === 'Array' ? 'array' : held.name === 'Object' ? 'object-map' : 'map'
  }
  if (near.some(({ name }) => SOCKETS.test(name))) return 'socket'
  const after = steps.slice(holder + 1)
  if (after.some(({ type }) => type === 'closure')) return 'closure'
  if (entry !== undefined && after.filter(({ name }) => name === entry.name).length > 2) return 'list'
  return 'other'
}

/** Whether it is made to hold entries, and if it is an object, has as many as one that is used so. */
export function isCollection({ name, type, entries }: PathStep): boolean {
  if (type !== 'object') return false
  if (name === 'Map' || name === 'Set' || name === 'Array') return true
  return entries >= LEAST_ENTRIES && name === 'Object'
}

export function isLarge({ entries }: PathStep): boolean {
  return entries >= LEAST_ENTRIES
}

/** What a collection holds itself: tables and elements are part of it. */
function firstValue(steps: readonly PathStep[], holder: number): PathStep | undefined {
  return steps.slice(holder + 1).find(({ type }) => type !== 'array' && type !== 'hidden')
}

/** Of an event emitter, or of an event target: a linked list for each event. */
function isListener(above: readonly PathStep[], near: readonly PathStep[]): boolean {
  if (near.slice(0, 3).some(({ name, type }) => name === 'Listener' && type === 'object')) return true
  return above.slice(-2).some(({ edge }) => edge === '_events')
}

function isOfAgent(above: readonly PathStep[]): boolean {
  return above.some(({ edge }, i) => AGENT_LISTS.test(edge) && (above[i - 1]?.name ?? '').endsWith('Agent'))
}
