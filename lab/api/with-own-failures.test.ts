import { describe, expect, it } from 'vitest'
import { HostNotAllowed } from '../allowed-host.ts'
import { Interrupted } from '../interrupted.ts'
import { RunDirectoryError } from '../run-directory.ts'
import { ScenarioError } from '../scenario-error.ts'
import { SeveralScenarios } from '../several-scenarios.ts'
import { TargetStartError } from '../target/start-target.ts'
import { TelemetryError } from '../telemetry/target-telemetry.ts'
import { UnusableRun } from '../unusable-run.ts'
import { UsageError } from '../usage-error.ts'
import { withOwnFailures } from './with-own-failures.ts'

function thrownFor(error: unknown): Promise<unknown> {
  return withOwnFailures(async () => {
    throw error
  }).catch((thrown: unknown) => thrown)
}

describe('withOwnFailures', () => {
  it('hands out what there is', async () => {
    expect(await withOwnFailures(async () => 7)).toBe(7)
  })

  it.each([
    new RunDirectoryError('no run'),
    new TargetStartError('port 80 is taken', 80),
    new TelemetryError('no such process'),
  ])('makes a UsageError of a $name', async (error) => {
    const thrown = await thrownFor(error)
    expect(thrown).toBeInstanceOf(UsageError)
    expect(thrown).toMatchObject({ message: error.message, cause: error })
  })

  it.each([UsageError, HostNotAllowed, UnusableRun])('speaks of options in a %o', async (kind) => {
    const error = new kind('use --allow-different plan')
    const thrown = await thrownFor(error)
    expect(thrown).toBeInstanceOf(kind)
    expect(thrown).toMatchObject({ message: 'use allowDifferent plan', cause: error })
  })

  it.each([
    new UsageError('no'),
    new SeveralScenarios('a.ts', ['b', 'c']),
    new UnusableRun('no'),
    new ScenarioError('--x'),
    new Interrupted('/runs/a'),
    new TypeError('--x'),
    'text',
  ])('leaves %s as it is', async (error) => {
    expect(await thrownFor(error)).toBe(error)
  })
})
