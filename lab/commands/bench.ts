import { percentileSpectrum } from '../../reports/formats/percentile-spectrum.ts'
import { benchDocument } from '../bench/bench-document.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { benchText } from '../bench/bench-text.ts'
import { isForeground } from '../bench/is-foreground.ts'
import { LiveControls } from '../bench/live-controls.ts'
import { obtainCertificate } from '../machine/obtain-certificate.ts'
import { type BenchFlags, readBenchPlan } from '../bench/read-bench-plan.ts'
import { runBench } from '../bench/run-bench.ts'
import { EXIT } from '../exit-codes.ts'
import { benchUpdate } from '../live/bench-update.ts'
import { EverySecond } from '../live/every-second.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { type VerbosityFlags, verbosityOf } from '../live/verbosity.ts'
import { createProgress, type Progress } from '../progress.ts'
import { profileBench } from '../hot-paths/profile-bench.ts'
import { throwIfAborted } from '../interrupted.ts'

export interface BenchCommandFlags extends BenchFlags, VerbosityFlags {
  /** Print the whole spectrum of percentiles too. */
  readonly latency: boolean
  /** Find out first what load this machine can make, where that is not known. */
  readonly calibration: boolean
  readonly json: boolean
  /** What to ask for a profile of the target meanwhile. */
  readonly profile?: string
}

/**
 * Measures one target without a scenario, and prints what came of it.
 *
 * @param signal aborted with `Interrupted` by Ctrl-C: what was measured by then is printed
 * @returns the exit code
 * @throws UsageError and HostNotAllowed for what cannot be done; UnusableRun when the target cannot be reached
 */
export async function benchCommand(
  target: string,
  flags: BenchCommandFlags,
  signal: AbortSignal,
): Promise<number> {
  const { plan, notes } = await readBenchPlan(target, flags)
  throwIfAborted(signal)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: verbosityOf(flags) })
  for (const note of notes) progress.say(`note: ${note}`, 'warning')
  const keys = flags.quiet === true ? null : liveControls(progress)
  const seconds = new EverySecond((line) => progress.say(line, 'detail'))
  try {
    const certificate = flags.calibration
      ? await obtainCertificate({ driver: plan.driver, signal, say: (line) => progress.say(line) })
      : null
    const measure = (begun: () => void): Promise<BenchResult> =>
      runBench(plan, {
        signal,
        certificate,
        onProgress: (moment) => {
          progress.show(benchUpdate(moment, plan))
          seconds.take(moment)
        },
        onStarted: (controls) => {
          keys?.start(controls)
          begun()
        },
      })
    const result =
      flags.profile === undefined
        ? await measure(() => {})
        : await profileBench(plan, flags.profile, flags.allow, measure)
    keys?.stop()
    progress.end()
    print(result, flags)
    return exitCodeOf(result)
  } finally {
    keys?.stop()
    progress.end()
  }
}

/** Keys are for those who see the progress, and only in the foreground may a process change its terminal. */
function liveControls(progress: Progress): LiveControls | null {
  if (!process.stdin.isTTY || !process.stderr.isTTY || !isForeground()) return null
  return new LiveControls({
    input: process.stdin,
    say: (line) => progress.say(line),
    interrupt: () => process.kill(process.pid, 'SIGINT'),
    exits: process,
  })
}

function print(result: BenchResult, { json, latency }: BenchCommandFlags): void {
  const document = benchDocument(result)
  process.stdout.write(
    json
      ? `${JSON.stringify(document)}\n`
      : benchText(document, {
          thresholds: result.thresholds,
          hotPaths: result.hotPaths,
          paint: createPaint(process.stdout),
        }),
  )
  if (!latency) return
  const { response, service } = result.measurement
  const spectrum = percentileSpectrum([
    { title: 'Response time in ms: end - due', histogram: response },
    { title: 'Service time in ms: end - sent', histogram: service },
  ])
  if (json) process.stderr.write(spectrum)
  else process.stdout.write(`\n${spectrum}`)
}

/**
 * Figures that cannot be trusted meet no threshold, and miss none. But a bench that a threshold ended says so first:
 * that is why there is no more to be judged.
 */
function exitCodeOf({ ended, verdict, thresholds = [] }: BenchResult): number {
  if (ended === 'interrupted') return EXIT.interrupted
  if (ended === 'threshold') return EXIT.thresholdFailed
  if (verdict.verdict !== 'VALID') return EXIT.runInvalid
  return thresholds.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed
}
