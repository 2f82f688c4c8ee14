import type { GraphEdge } from '../../../reports/graph/mermaid.ts'
import type { RecoveryHook } from './recovery-hook.ts'

/**
 * The way of an error through a chain: the client's answer first, then each hook in its order, and where what a hook
 * throws goes. `mermaid` draws it.
 */
export function recoveryPath(
  hooks: ReadonlyArray<Pick<RecoveryHook, 'name' | 'timeLimitMs'>>,
  timeLimitMs = 1000,
): GraphEdge[] {
  const steps = hooks.map((hook) => ({ box: hookBox(hook), limitMs: hook.timeLimitMs ?? timeLimitMs }))
  const first = steps[0]
  return [
    { from: HANDLER, to: ERROR_HANDLER, label: 'throws or rejects', kind: 'failure' },
    { from: ERROR_HANDLER, to: RESPONSE, label: 'at once', kind: 'then' },
    ...(first === undefined ? [] : [then(ERROR_HANDLER, first.box, 'error and context')]),
    ...steps.flatMap(({ box, limitMs }, i): GraphEdge[] => {
      const next = steps[i + 1]
      return [
        ...(next === undefined ? [] : [then(box, next.box, 'whatever happens')]),
        {
          from: box,
          to: FAILURES,
          label: `throws, rejects or takes more than ${limitMs} ms`,
          kind: 'failure',
        },
        ...(next === undefined ? [] : [then(FAILURES, next.box, null)]),
      ]
    }),
  ]
}

/** The same of `nestedRecovery`: what a hook throws is the end of the way, and the answer comes last. */
export function nestedRecoveryPath(hooks: ReadonlyArray<Pick<RecoveryHook, 'name'>>): GraphEdge[] {
  const boxes = hooks.map(hookBox)
  const way = [ERROR_HANDLER, ...boxes, RESPONSE]
  return [
    { from: HANDLER, to: ERROR_HANDLER, label: 'throws or rejects', kind: 'failure' },
    ...way.slice(1).map((to, i) => then(way[i] as string, to, null)),
    ...boxes.map((from): GraphEdge => ({ from, to: LOST, label: 'throws or rejects', kind: 'failure' })),
  ]
}

const HANDLER = 'handler'
const ERROR_HANDLER = 'error handler'
const RESPONSE = 'response with the trace id'
const FAILURES = 'failures, counted'
const LOST = 'hooks that are left, and the first error: lost'

function hookBox({ name }: Pick<RecoveryHook, 'name'>): string {
  return `hook ${name}`
}

function then(from: string, to: string, label: string | null): GraphEdge {
  return { from, to, label, kind: 'then' }
}
