import { PoolMachine } from './machine.ts'
import type { BusyStep } from './naive-stack.oracle.ts'
import type { PoolPolicy } from './policy.ts'
import { UNLIMITED } from './settings.ts'

/** The machine with dials that take no time; `choices` say which busy connection is returned. */
export function runSteps(
  steps: readonly BusyStep[],
  settings: { readonly idleTimeoutMs: number; readonly maxIdlePerHost: number },
  policy: PoolPolicy,
  choices: readonly number[] = [0],
): PoolMachine {
  const busy: number[] = []
  const dials: number[] = []
  const machine = new PoolMachine({ ...UNLIMITED, ...settings }, policy, {
    assign: (_, connection) => busy.push(connection),
    dial: (connection) => dials.push(connection),
    close: () => {},
    reject: () => {},
  })
  for (const [i, { atMs, up }] of steps.entries()) {
    if (up) {
      machine.acquire(i, atMs)
      for (const connection of dials.splice(0)) machine.dialed(connection, atMs)
    } else {
      const [connection] = busy.splice((choices[i % choices.length] as number) % busy.length, 1)
      machine.release(connection as number, { reusable: true, hintMs: null }, atMs)
    }
  }
  return machine
}
