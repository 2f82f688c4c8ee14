import { expect, test } from 'vitest'
import type { NightVerdict } from '../../models/nightly/night-record.ts'
import { nightlyExitCode } from './nightly-exit-code.ts'

test.each<[readonly NightVerdict[], number]>([
  [['ok', 'baseline', 'improvement'], 0],
  [['ok', 'unknown'], 91],
  [['unknown', 'regression', 'ok'], 90],
  [['drift', 'unknown'], 90],
])('%j ends with %i', (verdicts, exitCode) => {
  expect(nightlyExitCode(verdicts)).toBe(exitCode)
})
