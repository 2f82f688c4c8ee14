/** How a command of the documentation is run by the tests: the whole of it, but for what would take too long. */
export interface ShownCommandRow {
  /** The name of the command; a scenario's path in the first place is `run`. */
  readonly command: string
  /** Regular expression that its arguments, with blanks in between, hold; any unless told. */
  readonly holds?: string
  /** Flags that make it short. The last word of a flag counts, so they come after its own. */
  readonly append?: readonly string[]
  /** Arguments in place of others, each a regular expression of a whole argument and what is put there. */
  readonly replace?: ReadonlyArray<readonly [string, string]>
  /** How it may end. 91 says that this machine was too busy to be measured on, which tests cannot help. */
  readonly exitCodes: readonly number[]
  /** It runs until it is told to stop, which it is when it has printed this. */
  readonly until?: string
}

const NO_CALIBRATION = '--no-calibration'
const SHORT_BENCH = ['--duration', '400ms', NO_CALIBRATION]
const SHORT_TRIALS = ['--trial', '200ms', NO_CALIBRATION]

/** The first row that fits counts; a command that none fits fails the test. */
export const shownCommandRows: readonly ShownCommandRow[] = [
  { command: 'bench', holds: '--threshold|--abort', append: SHORT_BENCH, exitCodes: [0, 91, 99] },
  { command: 'bench', append: SHORT_BENCH, exitCodes: [0, 91] },
  { command: 'compare', holds: '--fail-on-regression', exitCodes: [0, 90, 91] },
  { command: 'compare', exitCodes: [0, 91] },
  { command: 'completion', exitCodes: [0] },
  { command: 'doctor', exitCodes: [0] },
  { command: 'help', exitCodes: [0] },
  { command: 'init', exitCodes: [0] },
  { command: 'knee', holds: '--points', exitCodes: [0, 93] },
  { command: 'knee', holds: '--vary', append: ['--to', '2', ...SHORT_TRIALS], exitCodes: [0, 91, 93] },
  {
    command: 'knee',
    append: [
      '--from',
      '20',
      '--to',
      '40',
      '--slo-p99',
      '50ms',
      '--width',
      '50%',
      '--no-crossover',
      ...SHORT_TRIALS,
    ],
    exitCodes: [0, 91, 93],
  },
  { command: 'nightly', append: ['--quick'], exitCodes: [0, 91] },
  { command: 'probe', append: ['--up-to', '400ms'], exitCodes: [0] },
  { command: 'report', exitCodes: [0] },
  { command: 'run', holds: '--resume', append: ['--only', 'recommend', NO_CALIBRATION], exitCodes: [0, 91] },
  { command: 'run', append: ['--quick', '--only', 'probe', NO_CALIBRATION], exitCodes: [0, 91] },
  { command: 'simulate', exitCodes: [0] },
  {
    command: 'target',
    replace: [
      ['--port=\\d+', '--port=0'],
      ['8080|8081|8443', '0'],
    ],
    exitCodes: [0, 105],
    until: 'shop on ',
  },
  { command: 'tune', exitCodes: [0] },
]
