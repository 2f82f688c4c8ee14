import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { BenchCommandFlags } from './commands/bench.ts'
import { EXIT } from './exit-codes.ts'
import type { SimulateFlags } from './simulate/read-options.ts'
import { type StageName, stageNames } from './stages/stage.ts'

const RUNS = '.kneepoint/runs'
const NO_CALIBRATION = 'do not find out first what load this machine can make, where that is not known yet'

/**
 * The command line. Commands are imported when they are used, so that help and version come at once.
 *
 * @returns takes the arguments after the program's name and resolves to the exit code
 */
export function createProgram(signal: AbortSignal): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    let exitCode: number = EXIT.ok
    const program = new Command('kneepoint')
      .description('Tells you what to set your HTTP connection pool to, and proves it.')
      .version(readVersion())
      .exitOverride()
      .showHelpAfterError('(--help shows what there is)')
      .addHelpText('after', exitCodeHelp)
    const done = (code: number): void => {
      exitCode = code
    }
    addRun(program, signal, done)
    addBench(program, signal, done)
    addReport(program)
    addSimulate(program, signal)
    addTarget(program, signal)
    addDoctor(program, signal, done)
    try {
      await program.parseAsync(withDefaultCommand(program, args), { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    }
    return exitCode
  }
}

/** A scenario's path in the first place means `run`, and so do options of `run`. */
function withDefaultCommand(program: Command, args: readonly string[]): readonly string[] {
  const first = args[0]
  if (first === undefined) return ['--help']
  const isCommand = program.commands.some((command) => command.name() === first) || first === 'help'
  const isPath = /\.[cm]?[jt]s$|\.json$|[/\\]/.test(first)
  const isOwnOption = ['-h', '--help', '-V', '--version'].includes(first)
  return !isCommand && !isOwnOption && (isPath || first.startsWith('-')) ? ['run', ...args] : args
}

function addRun(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  program
    .command('run')
    .description('the whole loop: probe, sweep, fit, simulate, recommend, verify, report')
    .argument('[scenario]', 'a TypeScript or JavaScript file with a scenario')
    .option('--quick', 'a short run, for a first look', false)
    .addOption(
      new Option(
        '--only <stages>',
        `only these stages, separated by commas: ${stageNames.join(', ')}`,
      ).argParser(parseStages),
    )
    .option('--resume <run>', 'go on with a run that was interrupted: its directory, or its name')
    .option('--seed <number>', "in place of the scenario's own seed", parseSeed)
    .option('--target <url>', "in place of the scenario's own target", parseUrl)
    .option('--pid <number>', "read the target's memory, files and CPU time from /proc", parsePid)
    .option('--prometheus <url>', "read the target's process and runtime metrics there", parseUrl)
    .option('--insecure', "accept any certificate of the scenario's or --target's server")
    .option('--allow <host>', 'a host beyond loopback that load may go to (repeatable)', collect, [])
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--no-calibration', NO_CALIBRATION)
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .action(async (scenario: string | undefined, options: RunFlags) => {
      const { run } = await import('./commands/run.ts')
      done(
        await run({
          scenarioFile: scenario ?? null,
          quick: options.quick,
          only: options.only ?? null,
          resume: options.resume ?? null,
          seed: options.seed ?? null,
          json: options.json,
          calibration: options.calibration,
          target: {
            url: options.target,
            pid: options.pid,
            prometheus: options.prometheus,
            insecure: options.insecure,
            allow: options.allow,
          },
          root: options.runs,
          signal,
        }),
      )
    })
}

interface RunFlags {
  readonly quick: boolean
  readonly only?: readonly StageName[]
  readonly resume?: string
  readonly seed?: number
  readonly target?: string
  readonly pid?: number
  readonly prometheus?: string
  readonly insecure?: boolean
  readonly allow: readonly string[]
  readonly runs: string
  readonly calibration: boolean
  readonly json: boolean
}

function addBench(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  program
    .command('bench')
    .description('one measurement of a URL without a scenario')
    .argument('<url>', 'e.g. http://localhost:8080/products/7')
    .option(
      '-c, --connections <number>',
      'users with a connection each (10); with --rate: connections at most',
    )
    .option(
      '-R, --rate <rate>',
      'open model: so many requests are due, answered or not: 500, 2k, 500/s, 30/m',
    )
    .option('--arrivals <kind>', 'with --rate: constant (evenly spaced, the default) or poisson')
    .option('--in-flight <number>', 'with --rate: requests under way at most, others are dropped (4096)')
    .option(
      '--think <times>',
      'pause of a user after each answer: 50ms, exp:50ms, lognormal:mean=20ms,p99=80ms',
    )
    .option('-d, --duration <time>', 'measured stretch: 10s (the default), 2m, or seconds without a unit')
    .option('--warmup <time>', 'before it, not counted: 1s, or nothing with --requests, unless told')
    .option('-n, --requests <number>', 'end after so many, such as 10k, warm-up included')
    .option('-m, --method <method>', 'GET, or POST with a body, unless told')
    .option('-H, --header <line>', "'name: value' (repeatable)", collect, [])
    .option('-b, --body <text>', 'text, or @ and the path of a file')
    .option('--timeout <time>', 'after which a request has failed (10s)')
    .option('--driver <name>', "undici (the default), or wire: kneepoint's own, which sends more")
    .option('--workers <number>', 'load threads (default: a core each, one left to a target on this machine)')
    .option('--client <name>', 'whose pool with its own limits (default: a plain one, last in, first out)')
    .option(
      '--set <name=value>',
      'a setting of the pool, by its canonical or its own name (repeatable)',
      collect,
      [],
    )
    .option('--seed <number>', 'of random arrivals and pauses', parseSeed)
    .option('-k, --insecure', "accept any certificate of the target's", false)
    .option('--ca <file>', 'certificate authority of the target, in PEM')
    .option('--allow <host>', 'a host beyond loopback that load may go to (repeatable)', collect, [])
    .option('--no-calibration', NO_CALIBRATION)
    .option('--latency', "the whole spectrum of percentiles too, as HdrHistogram's tools write it", false)
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .addHelpText('after', benchExamples)
    .action(async (url: string, flags: BenchCommandFlags) => {
      const { benchCommand } = await import('./commands/bench.ts')
      done(await benchCommand(url, flags, signal))
    })
}

function addReport(program: Command): void {
  program
    .command('report')
    .description('print the report of a run again, as far as the run has come')
    .argument('<run>', 'its directory, or its name')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--json', 'as one JSON document', false)
    .action(async (run: string, options: { readonly runs: string; readonly json: boolean }) => {
      const { RunDirectory } = await import('./run-directory.ts')
      const { writeReport } = await import('./write-report.ts')
      await writeReport(await RunDirectory.open(run, options.runs), options.json ? 'json' : 'text')
    })
}

function addSimulate(program: Command, signal: AbortSignal): void {
  program
    .command('simulate')
    .description(
      "a client's pool in virtual time: a scenario's schedule, or recorded arrivals; sends nothing",
    )
    .argument('[scenario]', 'a TypeScript or JavaScript file with a scenario')
    .option('--trace <file>', 'recorded arrivals: rows of t,serviceMs (s, ms), or an access log (.log)')
    .option('--client <name>', "whose pool (default: the scenario's, else go-net-http)")
    .option('--set <name=value>', 'a setting, by its canonical or its own name (repeatable)', collect, [])
    .option('--handshake <dial>', 'none (TCP alone), tls1.2, tls1.3, or times as for --service')
    .option('--rtt <time>', 'a round trip, such as 8ms')
    .option('--service <times>', '20ms, exp:20ms, lognormal:mean=20ms,p99=80ms, hyperexp:mean=20ms,cs2=4')
    .option('--slots <number>', 'requests that the server works on at once')
    .option('--server-idle <time>', 'when the server closes an idle connection')
    .option('--hint <time>', 'timeout of its Keep-Alive header, or none')
    .option('--pods <number>', 'client processes, each with a pool of its own')
    .option('--hosts <number>', 'hosts that requests go to at random')
    .option('--autoscale <rule>', 'min=2,max=10,rate=50 (per pod and second); every, stabilization')
    .option('--request-failures <share>', 'requests answered by a reset, such as 0.1%')
    .option('--dial-failures <share>', 'dials that fail')
    .option('--from-run <run>', 'the system that an earlier run fitted: its directory, or its name')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--seed <number>', "in place of the scenario's own seed", parseSeed)
    .option('--surface', 'dials and idle time for every idle timeout and idle cap as well', false)
    .option('--grid <size>', 'idle timeouts x idle caps of the surface (default: 64x64)')
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .addHelpText('after', simulateExamples)
    .action(async (scenario: string | undefined, flags: SimulateFlags) => {
      const { simulateCommand } = await import('./commands/simulate.ts')
      await simulateCommand(scenario, flags, signal)
    })
}

function addTarget(program: Command, signal: AbortSignal): void {
  program
    .command('target')
    .description('start the built-in shop and keep it running until Ctrl-C')
    .option('--port <number>', 'on 127.0.0.1; a free one unless told', parsePort)
    .addOption(new Option('--tls <key>', 'with a certificate made at start').choices(['ecdsa', 'rsa']))
    .option('--rtt <ms>', 'a round trip between the client and the shop', parseMs)
    .option('--seed <number>', 'of its service times', parseSeed, 1)
    .action(async (options: TargetFlags) => {
      const { serveTarget } = await import('./commands/target.ts')
      await serveTarget({ ...options, signal })
    })
}

interface TargetFlags {
  readonly port?: number
  readonly tls?: 'ecdsa' | 'rsa'
  readonly rtt?: number
  readonly seed: number
}

function addDoctor(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  program
    .command('doctor')
    .description('examine this machine, and measure how much load it can send; keeps that for 30 days')
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const { runDoctor } = await import('./commands/run-doctor.ts')
      done(await runDoctor({ json, signal }))
    })
}

function parseStages(text: string): readonly StageName[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !(stageNames as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`there is no stage '${unknown}'; the stages are ${stageNames.join(', ')}.`)
  }
  return names as StageName[]
}

function parseSeed(text: string): number {
  return parseInteger(text, -(2 ** 31), 2 ** 31 - 1)
}

function parsePid(text: string): number {
  return parseInteger(text, 1, 4_194_304)
}

function parsePort(text: string): number {
  return parseInteger(text, 1, 65_535)
}

function parseMs(text: string): number {
  return parseInteger(text, 0, 10_000)
}

function parseInteger(text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value
  throw new InvalidArgumentError(`a whole number from ${min} to ${max} is expected.`)
}

function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return text
  throw new InvalidArgumentError('an http or https URL is expected, e.g. http://127.0.0.1:8080.')
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

const benchExamples = `
Without --rate, users send a request when they have the answer to the last one: a target that is slow is asked
less. With --rate, requests are due whether or not earlier ones were answered, and response times count from then.

The target is asked once before the run, whether it answers: a server counts one request more than is reported.
Both drivers keep a connection after a HEAD, which undici by itself would close.

While it runs, in a terminal: + and - a tenth faster and slower, p pause and go on, q finish now, Ctrl-C stop.

Examples:
  kneepoint bench http://localhost:8080
  kneepoint bench http://localhost:8080 --rate 2k --duration 30s --driver wire --latency
  kneepoint bench http://localhost:8080 --client go-net-http --connections 50
  kneepoint bench https://localhost:8443/orders -k -b @order.json -H 'content-type: application/json' -n 10k

Exit codes: 0 what was measured can be trusted, 91 it cannot (the last lines say why), 2 usage, 105 interrupted.`

const simulateExamples = `
Times are 90s, 500ms, 1m30s, or unlimited. What is not said is the scenario's; for a trace there is no round
trip, no TLS, no queue, and a server that closes nothing.

Examples:
  kneepoint simulate scenarios/seven-day.ts --set maxIdlePerHost=8,idleTimeout=60s
  kneepoint simulate --trace arrivals.csv --client node-http-agent --set maxFreeSockets=4
  kneepoint simulate --trace arrivals.csv --service lognormal:mean=20ms,p99=80ms --rtt 8ms --handshake tls1.3
  kneepoint simulate --from-run 20261122-164158-seven-day --surface --json`

const exitCodeHelp = `
A scenario's path in the first place means run.

Exit codes: 0 ok, 1 internal error, 2 usage, 91 run invalid, 104 invalid scenario,
105 interrupted, 107 the scenario threw`
