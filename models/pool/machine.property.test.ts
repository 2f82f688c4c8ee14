import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { AcquireCommand } from './commands/acquire-command.ts'
import { CancelCommand } from './commands/cancel-command.ts'
import { CloseIdleCommand } from './commands/close-idle-command.ts'
import { DialFailedCommand } from './commands/dial-failed-command.ts'
import { DialedCommand } from './commands/dialed-command.ts'
import { ElapseCommand } from './commands/elapse-command.ts'
import { LostCommand } from './commands/lost-command.ts'
import { anyPoolPolicy } from './commands/pool-policy.arbitrary.ts'
import { anyPoolSettings, anyPoolSettingsChange } from './commands/pool-settings.arbitrary.ts'
import { PoolModel } from './commands/pool-model.ts'
import { machineWithLog, RecordedMachine } from './commands/recorded-machine.ts'
import { ReconfigureCommand } from './commands/reconfigure-command.ts'
import { ReleaseCommand } from './commands/release-command.ts'
import type { Decision } from './decision.oracle.ts'
import type { IdleConnection } from './idle-connection.ts'

/** Idle connections of another pool: how long they have been idle, and open before that, and what they served. */
const anyAdopted = fc.array(
  fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 40 }), fc.integer({ min: 1, max: 3 })),
  {
    maxLength: 4,
  },
)

const anyCase = fc
  .record({
    settings: anyPoolSettings,
    policy: anyPoolPolicy(),
    createdAtMs: fc.nat({ max: 10 }),
    adopted: anyAdopted,
  })
  .map(({ adopted, ...drawn }) => {
    const { settings, policy, createdAtMs } = drawn
    const { maxIdlePerHost, maxConnsPerHost } = settings
    const room =
      policy.connCapCounts === 'acquired' ? maxIdlePerHost : Math.min(maxIdlePerHost, maxConnsPerHost)
    const connections = adopted
      .slice(0, room)
      .toSorted(([idleMs], [otherIdleMs]) => otherIdleMs - idleMs)
      .map(([idleMs, ageMs, requestsServed]): IdleConnection => {
        const idleSinceMs = createdAtMs - idleMs
        const openedAtMs = idleSinceMs - Math.min(ageMs, settings.maxLifetimeMs)
        return { openedAtMs, idleSinceMs, requestsServed }
      })
    return { ...drawn, adopted: connections }
  })

const pick = fc.nat({ max: 11 })

const returned = fc.record({
  reusable: fc.oneof(
    { weight: 5, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
  hintMs: fc.option(fc.nat({ max: 15 })),
})

// Named twice or more: drawn that much oftener.
const acquires = fc.constant(new AcquireCommand())
const dialed = pick.map((which) => new DialedCommand(which))
const releases = fc.tuple(pick, returned).map((parts) => new ReleaseCommand(...parts))
const elapsesUpTo = (max: number) =>
  fc.tuple(fc.nat({ max }), fc.boolean()).map((parts) => new ElapseCommand(...parts))

const commands = fc.commands(
  [
    acquires,
    acquires,
    acquires,
    dialed,
    dialed,
    releases,
    releases,
    releases,
    elapsesUpTo(4),
    elapsesUpTo(25),
    pick.map((which) => new DialFailedCommand(which)),
    fc
      .tuple(pick, fc.constantFrom('peer-closed' as const, 'failed' as const), fc.boolean())
      .map((parts) => new LostCommand(...parts)),
    pick.map((which) => new CancelCommand(which)),
    fc.constant(new CloseIdleCommand()),
    anyPoolSettings.map((settings) => new ReconfigureCommand(settings)),
    anyPoolSettingsChange.map((change) => new ReconfigureCommand(change)),
  ],
  { maxCommands: 80, size: '+1' },
)

/** Ends everything that is under way, so that nothing may be left over. */
function drain(model: PoolModel, real: RecordedMachine): void {
  const { naive } = model
  const release = new ReleaseCommand(0, { reusable: true, hintMs: null })
  for (;;) {
    if (naive.in('dialing').length > 0) new DialedCommand(0).run(model, real)
    else if (naive.in('busy').length > 0) release.run(model, real)
    else break
  }
  new CloseIdleCommand().run(model, real)
}

it('decides as the naive pool does, keeps its invariants, and loses neither request nor connection', () => {
  fc.assert(
    fc.property(anyCase, commands, ({ settings, policy, createdAtMs, adopted }, sequence) => {
      const model = new PoolModel(settings, policy, createdAtMs)
      const real = new RecordedMachine(model)
      for (const connection of adopted) real.adopt(model, connection)
      fc.modelRun(() => ({ model, real }), sequence)
      drain(model, real)
      expect(model.naive.open).toBe(0)
      expect(real.ledger.unanswered).toEqual([])

      const again: Decision[] = []
      const machine = machineWithLog(model, again)
      for (const call of real.calls) call(machine)
      expect(again).toEqual(real.raw)
    }),
    { numRuns: 400 },
  )
})
