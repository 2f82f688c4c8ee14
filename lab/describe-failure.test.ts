import { expect, test } from 'vitest'
import { HostNotAllowed } from './allowed-host.ts'
import { describeFailure } from './describe-failure.ts'
import { Interrupted } from './interrupted.ts'
import { RunDirectoryError } from './run-directory.ts'
import { ScenarioError } from './scenario-error.ts'
import { TargetStartError } from './target/start-target.ts'
import { TelemetryError } from './telemetry/target-telemetry.ts'
import { UnusableRun } from './unusable-run.ts'
import { UsageError } from './usage-error.ts'

test.each([
  [new UsageError('the text'), 2],
  [new HostNotAllowed('the text'), 2],
  [new RunDirectoryError('the text'), 2],
  [new TargetStartError('the text', 8080), 2],
  [new TelemetryError('the text'), 2],
  [new UnusableRun('the text'), 91],
  [new ScenarioError('the text'), 104],
  [new ScenarioError('the text', 107), 107],
])('%o ends with %i and its own text, without a stack', (error, exitCode) => {
  const failure = describeFailure(error)
  expect(failure.exitCode).toBe(exitCode)
  expect(failure.message).toMatch(/^(error: |run invalid: )?the text$/)
})

test('an interruption ends with 105 and says how to go on', () => {
  const { exitCode, message } = describeFailure(new Interrupted('.kneepoint/runs/x'))
  expect(exitCode).toBe(105)
  expect(message).toBe('interrupted: go on with --resume .kneepoint/runs/x')
})

test('what nobody foresaw ends with 1 and is shown with its stack', () => {
  const { exitCode, message } = describeFailure(new TypeError('x is not a function'))
  expect(exitCode).toBe(1)
  expect(message).toContain('TypeError: x is not a function')
  expect(message).toMatch(/describe-failure\.test\.ts:\d+/)
})

test('even what is no error is shown', () => {
  expect(describeFailure('oops')).toEqual({ exitCode: 1, message: expect.stringContaining('oops') as string })
})
