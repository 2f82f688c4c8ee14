import type { VerifyArtifact, VerifyBlock, VerifyPair } from '../../models/artifacts/verify.ts'
import { storeMeasurement } from '../../models/measurement/measurement.ts'
import { fromStored, type PoolSettings } from '../../models/pool/settings.ts'
import { drawWindows, type Window } from '../../models/simulate/draw-windows.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import type { StoredSystemModel } from '../../models/simulate/system-model.ts'
import { currentSystem } from '../current-system.ts'
import { STRATA } from '../run-plan.ts'
import { runStretch } from '../run-stretch.ts'
import type { Stage, StageContext } from './stage.ts'

/**
 * Old and new settings on real sockets: each window drawn from the schedule is sent twice, through fresh pools that
 * start from the connections which the hours before would have left. Which setting goes first follows the
 * Thue–Morse sequence (ABBABAAB…), so that a drift of the machine, linear or quadratic, favours neither.
 */
export const verify: Stage = {
  name: 'verify',
  async run(context) {
    const { warmupMs, measuredMs, windowsPerStratum } = context.plan.verify
    const recommendation = await context.directory.require('recommend')
    const system = await currentSystem(context.directory)
    const windows = drawWindows({
      arrivals: context.arrivals,
      strata: STRATA,
      perStratum: windowsPerStratum,
      lengthMs: warmupMs + measuredMs,
      seed: context.seed + 1,
    })
    const stored = await context.directory.read('verify')
    const pairs: VerifyPair[] = [...(stored?.pairs ?? [])]
    while (pairs.length < windows.length) {
      const number = pairs.length
      const window = windows[number] as Window
      const first = thueMorse(number) === 0 ? 'before' : 'after'
      const second = first === 'before' ? 'after' : 'before'
      const settings = {
        before: fromStored(recommendation.before),
        after: fromStored(recommendation.settings),
      }
      const label = `verify: window ${number + 1} of ${windows.length}`
      const blocks = {
        [first]: await runBlock(
          context,
          system,
          window,
          first,
          settings[first],
          number,
          `${label}, ${first}`,
        ),
        [second]: await runBlock(
          context,
          system,
          window,
          second,
          settings[second],
          number,
          `${label}, ${second}`,
        ),
      } as Record<'before' | 'after', VerifyBlock>
      pairs.push({ window, first, ...blocks })
      const artifact: VerifyArtifact = { planned: windows.length, pairs }
      await context.directory.write('verify', artifact, pairs.length < windows.length ? 'partial' : 'done')
    }
    return `${pairs.length} windows, each with today's and the recommended settings`
  },
}

async function runBlock(
  context: StageContext,
  system: StoredSystemModel,
  window: Window,
  side: 'before' | 'after',
  settings: PoolSettings,
  number: number,
  label: string,
): Promise<VerifyBlock> {
  const { client, pods, requests } = context.loaded.scenario
  const configuration = side === 'before' ? 'today' : 'patched'
  const { warmupMs } = context.plan.verify
  const simulated = await context.workers.windows(
    {
      kind: 'windows',
      arrivals: context.loaded.arrivals,
      seed: context.seed,
      pods,
      system,
      client,
      configuration,
      idempotentShare: idempotentShare(requests),
      settings,
      windows: [window],
      warmupMs,
    },
    context.signal,
  )
  const result = await runStretch(context, {
    dueMs: context.arrivals.between(window.fromMs, window.toMs).map((dueMs) => dueMs - window.fromMs),
    durationMs: window.toMs - window.fromMs,
    warmupMs,
    settings,
    configuration,
    primed: simulated.each[0]?.idleAtStart ?? [],
    firstIndex: 100_000_000 + number * 1_000_000,
    onProgress: (line) => context.progress.show(`${label}: ${line}`),
  })
  return {
    measured: storeMeasurement(result.measurement),
    predicted: simulated.merged,
    generator: result.generator,
    target: result.target,
  }
}

/** The n-th term of the Thue–Morse sequence: the parity of the ones in n. */
function thueMorse(n: number): 0 | 1 {
  let parity = 0
  for (let rest = n; rest > 0; rest >>= 1) parity ^= rest & 1
  return parity as 0 | 1
}
