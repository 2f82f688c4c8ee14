import type { WantedSettings } from '../config-dialect.ts'
import { type SourceSample, sourceDialectLaws, wholeMs } from '../syntax/lezer-tree-laws.fixture.ts'
import { rustDialect } from './rust.ts'
import { chainSource, severalSource } from './rust-source.fixture.ts'

const settings = ['pool_max_idle_per_host', 'pool_idle_timeout']

const YEAR_MS = 31_536_000_000

function expected({ idleTimeoutMs, maxIdlePerHost }: WantedSettings): Record<string, unknown> {
  if (maxIdlePerHost === 0 || idleTimeoutMs < 1) return { pool_max_idle_per_host: 0 }
  return { pool_max_idle_per_host: maxIdlePerHost, pool_idle_timeout: wholeMs(idleTimeoutMs, YEAR_MS) }
}

function says(values: ReadonlyMap<string, string>): Record<string, unknown> {
  return {
    pool_max_idle_per_host: read(values.get('pool_max_idle_per_host'), Infinity),
    pool_idle_timeout: read(values.get('pool_idle_timeout'), 90_000),
  }
}

function read(text: string | undefined, ifAbsent: number): number {
  if (text === undefined) return ifAbsent
  if (/^None::<[\w:]+>$|^usize::MAX$/.test(text)) return Infinity
  const [, unit, digits = text] = /^(?:Some\()?(?:\w+::)+from_(secs|millis)\(([\d_]+)\)\)?$/.exec(text) ?? []
  const value = Number(digits.replaceAll('_', '')) * (unit === 'secs' ? 1000 : 1)
  return value >= YEAR_MS ? Infinity : value
}

function sample(text: string, line?: number): SourceSample {
  const file = { dialect: rustDialect, client: 'reqwest', name: 'a.rs', text, settings, says, expected }
  return line === undefined ? file : { ...file, line }
}

sourceDialectLaws([
  sample(chainSource.replace('60 * 2', '120')),
  sample(chainSource.replace('60 * 2', '120').replaceAll('\n', '\r\n')),
  sample(severalSource, 9),
  sample(severalSource, 14),
  sample(severalSource, 18),
])
