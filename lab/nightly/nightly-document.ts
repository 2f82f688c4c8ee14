import { falseAlarmRecord } from '../../models/nightly/false-alarm-record.ts'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import type { NightlyReport, ScenarioNight } from '../../reports/nightly/nightly-report.ts'

const NIGHTLY_SCHEMA_VERSION = 1

/** What `nightly --json` prints: the report without what only the history needs. */
export function nightlyDocument(
  { at, commit, environment, nights }: NightlyReport,
  exitCode: number,
): object {
  return {
    schemaVersion: NIGHTLY_SCHEMA_VERSION,
    at,
    commit,
    environment,
    exitCode,
    nights: nights.map(nightDocument),
  }
}

function nightDocument({ history, tonight, ...night }: ScenarioNight): object {
  return {
    ...night,
    baseline: night.baseline === null ? null : { at: night.baseline.at, commit: night.baseline.commit },
    tonight: tonight === null ? null : withoutBlocks(tonight),
    falseAlarms: falseAlarmRecord(history),
    nights: history.length,
  }
}

function withoutBlocks({ blocks: _blocks, measured: _measured, ...record }: NightRecord): object {
  return record
}
