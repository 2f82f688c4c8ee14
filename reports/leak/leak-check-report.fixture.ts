import { buildLeakCheckReport, type LeakCheckReport } from '../../models/leak/leak-check-report.ts'
import type { LeakReport } from '../../models/leak/leak-report.ts'
import { fullLeakReport, leakReport } from './leak-report.fixture.ts'

export const leakIdentity = {
  name: 'orders',
  seed: 1,
  startedAt: '2026-11-22T16:41:58.000Z',
  plan: 'quick',
  scenarioHash: 'a1b2',
  command: 'kneepoint leak orders.ts --quick --seed 1',
  environment: 'Node 24.21.0, 8 cores, a processor',
} as const

export const leaking: LeakReport = fullLeakReport()
export const flat: LeakReport = leakReport(() => 0)

/** A check of a leak, known or not, and its mended twin. */
export function beforeAndAfter(leaks = true): LeakCheckReport {
  return buildLeakCheckReport(leakIdentity, {
    variants: [
      { name: 'before', target: 'command node server.js', leaks, hunt: leaking, notes: ['A note.'] },
      { name: 'after', target: 'command node mended.js', leaks: false, hunt: flat, notes: [] },
    ],
    planned: 2,
    notes: [],
  })
}

/** A check of one target. */
export function onlyOne(hunt: LeakReport = leaking, notes: readonly string[] = []): LeakCheckReport {
  return buildLeakCheckReport(leakIdentity, {
    variants: [{ name: 'orders', target: 'builtin shop', leaks: false, hunt, notes }],
    planned: 1,
    notes: [],
  })
}
