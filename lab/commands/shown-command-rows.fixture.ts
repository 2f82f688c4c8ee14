/** How a command of the documentation is run by the tests: the whole of it, but for what would take too long. */
export interface ShownCommandRow {
  /** The name of the command; a scenario's path in the first place is `run`. */
  readonly command: string
  /** Regular expression that its arguments, with blanks in between, hold; any unless told. */
  readonly holds?: string
  /** Flags without values that are added where they are not there already. */
  readonly switches?: readonly string[]
  /** Flags that make it short. The last word of a flag counts, so they come after its own. */
  readonly append?: readonly string[]
  /** Arguments in place of others, each a regular expression of a whole argument and what is put there. */
  readonly replace?: ReadonlyArray<readonly [string, string]>
  /** How it may end. 91 says that this machine was too busy to be measured on, which tests cannot help. */
  readonly exitCodes: readonly number[]
  /** It runs until it is told to stop, which it is when it has printed this. */
  readonly until?: string
}

/** Stands for a port that nothing listens on. */
export const FREE_PORT = '{free port}'

const NO_CALIBRATION = '--no-calibration'
const SHORT_BENCH = ['--duration', '400ms', '--warmup', '100ms']
const SHORT_TRIALS = ['--trial', '200ms']

/** The first row that fits counts; a command that none fits fails the test. */
const rows: readonly ShownCommandRow[] = [
  {
    command: 'bench',
    holds: '--threshold|--abort',
    switches: [NO_CALIBRATION],
    append: SHORT_BENCH,
    exitCodes: [0, 91, 99],
  },
  { command: 'bench', switches: [NO_CALIBRATION], append: SHORT_BENCH, exitCodes: [0, 91] },
  { command: 'compare', holds: '--fail-on-regression', exitCodes: [0, 90, 91] },
  { command: 'compare', exitCodes: [0, 91] },
  { command: 'completion', exitCodes: [0] },
  { command: 'doctor', exitCodes: [0] },
  { command: 'help', exitCodes: [0] },
  { command: 'init', exitCodes: [0] },
  { command: 'knee', holds: '--points', exitCodes: [0, 93] },
  {
    command: 'knee',
    holds: '--vary',
    switches: [NO_CALIBRATION],
    append: ['--to', '2', ...SHORT_TRIALS],
    exitCodes: [0, 91, 93],
  },
  {
    command: 'knee',
    switches: [NO_CALIBRATION, '--no-crossover'],
    append: ['--from', '20', '--to', '40', '--slo-p99', '50ms', '--width', '50%', ...SHORT_TRIALS],
    exitCodes: [0, 91, 93],
  },
  { command: 'leak', switches: ['--quick'], append: ['--requests', '400'], exitCodes: [0, 91] },
  { command: 'nightly', switches: ['--quick'], exitCodes: [0, 91] },
  { command: 'probe', append: ['--up-to', '400ms'], exitCodes: [0] },
  { command: 'report', exitCodes: [0] },
  {
    command: 'run',
    holds: '--resume',
    switches: [NO_CALIBRATION],
    append: ['--only', 'probe'],
    exitCodes: [0],
  },
  { command: 'run', holds: '--real-time', switches: [NO_CALIBRATION], exitCodes: [0, 91] },
  {
    command: 'run',
    switches: ['--quick', NO_CALIBRATION],
    append: ['--only', 'probe'],
    exitCodes: [0, 91],
  },
  { command: 'simulate', exitCodes: [0] },
  {
    command: 'target',
    replace: [
      ['--port=\\d+', `--port=${FREE_PORT}`],
      ['8080|8081|8443', FREE_PORT],
    ],
    exitCodes: [0],
    until: 'shop on ',
  },
  { command: 'tune', exitCodes: [0] },
]

/** What a command of the documentation is run as. */
export interface RunnableCommand {
  readonly args: readonly string[]
  readonly row: ShownCommandRow
}

/**
 * @param args as they are written
 * @param commands names of all commands
 * @throws Error for arguments that no row covers
 */
export function runnableCommand(args: readonly string[], commands: readonly string[]): RunnableCommand {
  const command = commandOf(args, commands)
  const line = args.join(' ')
  const row = rows.find((each) => each.command === command && new RegExp(each.holds ?? '').test(line))
  if (row === undefined) throw new Error(`no row covers kneepoint ${line}`)
  if (args.includes('--help')) return { args, row }
  const { switches = [], append = [], replace = [] } = row
  const own = args.filter((arg) => !switches.includes(arg)).map((arg) => replaced(arg, replace))
  return { args: [...own, ...switches, ...append], row }
}

function commandOf([first = '--help']: readonly string[], commands: readonly string[]): string {
  if (/^(--help|-h|--version|-V)$/.test(first)) return 'help'
  return commands.includes(first) ? first : 'run'
}

function replaced(arg: string, pairs: ReadonlyArray<readonly [string, string]>): string {
  return pairs.reduce((text, [from, to]) => text.replace(new RegExp(`^(?:${from})$`), to), arg)
}
