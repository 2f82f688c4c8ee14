import { percentileSpectrum } from '../../reports/formats/percentile-spectrum.ts'
import { benchDocument } from '../bench/bench-document.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { benchText } from '../bench/bench-text.ts'
import { isForeground } from '../bench/is-foreground.ts'
import { LiveControls } from '../bench/live-controls.ts'
import { obtainCertificate } from '../machine/obtain-certificate.ts'
import { progressLine } from '../bench/progress-line.ts'
import { type BenchFlags, readBenchPlan } from '../bench/read-bench-plan.ts'
import { runBench } from '../bench/run-bench.ts'
import { EXIT } from '../exit-codes.ts'
import { createProgress, type Progress } from '../progress.ts'
import { throwIfAborted } from '../interrupted.ts'

export interface BenchCommandFlags extends BenchFlags {
  /** Print the whole spectrum of percentiles too. */
  readonly latency: boolean
  /** Find out first what load this machine can make, where that is not known. */
  readonly calibration: boolean
  readonly json: boolean
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
  const progress = createProgress(process.stderr, () => performance.now())
  for (const note of notes) progress.say(`note: ${note}`)
  const keys = liveControls(progress)
  try {
    const certificate = flags.calibration
      ? await obtainCertificate({ driver: plan.driver, signal, say: (line) => progress.say(line) })
      : null
    const result = await runBench(plan, {
      signal,
      certificate,
      onProgress: (moment) => progress.show(progressLine(moment, plan)),
      onStarted: (controls) => keys?.start(controls),
    })
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
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : benchText(document))
  if (!latency) return
  const { response, service } = result.measurement
  const spectrum = percentileSpectrum([
    { title: 'Response time in ms: end - due', histogram: response },
    { title: 'Service time in ms: end - sent', histogram: service },
  ])
  if (json) process.stderr.write(spectrum)
  else process.stdout.write(`\n${spectrum}`)
}

function exitCodeOf({ ended, verdict }: BenchResult): number {
  if (ended === 'interrupted') return EXIT.interrupted
  return verdict.verdict === 'VALID' ? EXIT.ok : EXIT.runInvalid
}
