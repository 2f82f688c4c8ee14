import { lognormal } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { UNLIMITED, toStored } from '../pool/settings.ts'
import { figuresOfBlocks } from './block-statistics.ts'
import type { ComparedBlock, ComparedSource, SourceFigures } from './compared-source.ts'

/** A second of 400 requests that all took as long. */
export function steadyBlock(responseMs: number, parts: Partial<ComparedBlock> = {}): ComparedBlock {
  return {
    traffic: null,
    responses: { values: Float64Array.of(responseMs), counts: Float64Array.of(400) },
    responseSumMs: 400 * responseMs,
    due: 400,
    failed: 0,
    ended: 400,
    dialed: 0,
    measuredMs: 1000,
    rssPeakBytes: null,
    gcPauses: null,
    gcTotalMs: null,
    ...parts,
  }
}

/** So many blocks around a mean, with a coefficient of variation of 5 %. */
export function restlessBlocks(meanMs: number, count: number, purpose: string): ComparedBlock[] {
  const random = new RandomStream(5, purpose)
  return Array.from({ length: count }, () => steadyBlock(lognormal(random, meanMs, 0.05)))
}

export function sourceOf(
  blocks: readonly ComparedBlock[],
  parts: Partial<ComparedSource> = {},
): ComparedSource {
  return {
    label: 'main.json',
    kind: 'bench',
    startedAt: '2026-11-22T20:00:00.000Z',
    verdict: { verdict: 'VALID', why: 'nothing failed' },
    comparability: {
      scenarioHash: null,
      environment: 'Node 20, Linux, one, 2 cores',
      driver: 'wire',
      seed: 7,
      plan: null,
      target: 'http://127.0.0.1:8080/',
      load: 'GET, 10 users',
    },
    model: 'closed',
    client: 'go-net-http',
    settings: toStored(UNLIMITED),
    figures: figuresOfBlocks(blocks, 0),
    blocks,
    blocksMissing: null,
    varianceFactor: 1,
    cellWidth: 0,
    firstBlocks: null,
    notes: [],
    ...parts,
  }
}

/** Another tool's result: figures and nothing else. */
export function importedSource(figures: Partial<SourceFigures>): ComparedSource {
  const nothing = figuresOfBlocks([], 0)
  const comparability = {
    scenarioHash: null,
    environment: null,
    driver: null,
    seed: null,
    plan: null,
    target: null,
    load: null,
  }
  return sourceOf([], {
    label: 'other.json',
    kind: 'imported',
    startedAt: null,
    verdict: null,
    comparability,
    model: null,
    client: null,
    settings: null,
    figures: { ...nothing, ...figures },
    blocksMissing: 'it has figures only',
  })
}
