import { openTrialBench } from '../machine/run-trial.ts'
import { createProgress } from '../progress.ts'
import { doctor } from './doctor.ts'

const TRIAL_MS = 800

/**
 * Examines this machine, with trials against a null target of its own.
 *
 * @returns the exit code
 * @throws the signal's reason when it is aborted
 */
export async function runDoctor(options: {
  readonly json: boolean
  readonly signal: AbortSignal
}): Promise<number> {
  const progress = createProgress(process.stderr, () => performance.now())
  const bench = await openTrialBench(TRIAL_MS, options.signal)
  try {
    return await doctor({
      ...options,
      trial: bench.trial,
      onProgress: (line) => progress.show(line),
      write: (text) => {
        progress.end()
        process.stdout.write(text)
      },
    })
  } finally {
    progress.end()
    await bench.close()
  }
}
