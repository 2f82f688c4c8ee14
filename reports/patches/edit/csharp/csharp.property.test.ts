import { expect } from 'vitest'
import type { WantedSettings } from '../config-dialect.ts'
import { type SourceSample, sourceDialectLaws } from '../syntax/lezer-tree-laws.fixture.ts'
import { csharpDialect } from './csharp.ts'
import { handlerSource, severalSource } from './csharp-source.fixture.ts'

const settings = ['PooledConnectionIdleTimeout', 'PooledConnectionLifetime', 'MaxConnectionsPerServer']

function expected({
  idleTimeoutMs,
  maxIdlePerHost,
  maxConnsPerHost,
}: WantedSettings): Record<string, unknown> {
  if (maxIdlePerHost === 0 || idleTimeoutMs < 1) return { lifetimeMs: 0, open: maxConnsPerHost }
  const idleMs = idleTimeoutMs === Infinity ? Infinity : Math.floor(idleTimeoutMs)
  return { idleMs, lifetimeMs: expect.toSatisfy((ms: number) => ms > 0) as unknown, open: maxConnsPerHost }
}

function says(values: ReadonlyMap<string, string>): Record<string, unknown> {
  const open = values.get('MaxConnectionsPerServer') ?? 'int.MaxValue'
  return {
    idleMs: milliseconds(values.get('PooledConnectionIdleTimeout'), 60_000),
    lifetimeMs: milliseconds(values.get('PooledConnectionLifetime'), Infinity),
    open: open === 'int.MaxValue' ? Infinity : Number(open),
  }
}

function milliseconds(text: string | undefined, ifAbsent: number): number {
  if (text === undefined) return ifAbsent
  if (text.endsWith('Timeout.InfiniteTimeSpan')) return Infinity
  if (text.endsWith('TimeSpan.Zero')) return 0
  const [, unit, digits] = /^(?:System\.)?TimeSpan\.From(\w+)\((\d+)\)$/.exec(text) ?? []
  return Number(digits) * ({ Minutes: 60_000, Seconds: 1000, Milliseconds: 1 }[unit ?? ''] ?? NaN)
}

function sample(text: string, line: number): SourceSample {
  return { dialect: csharpDialect, client: 'dotnet', name: 'A.cs', text, line, settings, says, expected }
}

sourceDialectLaws([
  sample(handlerSource, 18),
  sample(handlerSource.replaceAll('\n', '\r\n'), 18),
  sample(severalSource, 5),
  sample(severalSource, 7),
  sample(severalSource, 11),
])
