import { Interrupted } from '../interrupted.ts'
import { createProgress } from '../progress.ts'
import type { RealTimeOptions } from './real-time-options.ts'
import { runRealTime } from './run-real-time.ts'

/** What a test says on the command line, as JSON; the rest is that of a run that nothing was said of. */
type Said = Partial<Omit<RealTimeOptions, 'signal'>> & Pick<RealTimeOptions, 'root'>

const said = JSON.parse(process.argv[2] ?? '{}') as Said
const controller = new AbortController()
process.once('SIGINT', () => controller.abort(new Interrupted()))
const { failure } = await runRealTime(
  {
    scenarioFile: null,
    resume: null,
    fromRun: null,
    forMs: null,
    seed: null,
    target: { allow: [] },
    signal: controller.signal,
    ...said,
  },
  createProgress(process.stderr, () => performance.now()),
)
process.exitCode = failure === null ? 0 : failure instanceof Interrupted ? 105 : 1
if (failure !== null) process.stderr.write(`${failure instanceof Error ? failure.message : 'it failed'}\n`)
