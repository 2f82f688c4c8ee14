import { judgeLeak } from '../../models/leak/judge-leak.ts'
import type { LeakReport } from '../../models/leak/leak-report.ts'
import type { LeakOptions } from '../../models/leak/leak-verdict.ts'
import { steadyLeak, syntheticRun } from '../../models/leak/synthetic-leak.fixture.ts'

/** A leak check of a heap that grows so, by 30 checkpoints over 58,000 requests. */
export function leakReport(
  growth: (share: number, requests: number) => number,
  options: LeakOptions = { ratePerSecond: 300, limitBytes: 512 * 1024 * 1024 },
): LeakReport {
  const checkpoints = syntheticRun({
    seed: 3,
    checkpoints: 30,
    requestsBetween: 2000,
    noiseBytes: 50_000,
    rho: 0.3,
    growth,
  })
  return {
    target: 'shop',
    checkpoints,
    verdict: judgeLeak(checkpoints, options),
    attribution: null,
    retained: null,
  }
}

/** With sites and paths, and names as an attacker would choose them. */
export function fullLeakReport(name = 'IncomingMessage'): LeakReport {
  const bytes = { value: 9_000_000, low: 8_000_000, high: 10_000_000 }
  return {
    ...leakReport(steadyLeak(1204)),
    target: name,
    attribution: {
      grownBytes: 10_000_000,
      sites: [
        {
          functionName: name,
          file: `/app/src/a/folder/deep/below/${name}.js`,
          line: 12,
          column: 3,
          bytes,
          bytesPerRequest: { value: 1100.2, low: 1000.4, high: 1200.9 },
          share: 0.92,
        },
      ],
    },
    retained: {
      groups: [
        {
          name,
          type: 'object',
          countBefore: 5,
          countAfter: 24_045,
          bytesBefore: 500,
          bytesAfter: 4_500_000,
        },
      ],
      paths: [{ kind: 'map', text: `requests (Map) → [entry] → ${name}`, share: 0.88 }],
      objectsFollowed: 50,
    },
  }
}
