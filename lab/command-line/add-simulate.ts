import type { Command } from 'commander'
import type { VerbosityFlags } from '../live/verbosity.ts'
import type { SimulateFlags } from '../simulate/read-options.ts'
import { JSON_TEXT, RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { offering } from './names-option.ts'
import { quietFlag, verboseFlag } from './load-flags.ts'
import { collect, parseSeed } from './option-values.ts'
import { requireScenario, SCENARIO_FILE } from './require-scenario.ts'

export function addSimulate(program: Command, signal: AbortSignal): void {
  const command = program
    .command('simulate')
    .description(
      "a client's pool in virtual time: a scenario's schedule, or recorded arrivals; sends nothing",
    )
    .argument('[scenario]', SCENARIO_FILE)
    .optionsGroup('Traffic:')
    .option('--trace <file>', 'recorded arrivals: rows of t,serviceMs (s, ms), or an access log (.log)')
    .option('--hosts <number>', 'hosts that requests go to at random')
    .option('--pods <number>', 'client processes, each with a pool of its own')
    .option('--autoscale <rule>', 'min=2,max=10,rate=50 (per pod and second); every, stabilization')
    .option('--seed <number>', "in place of the scenario's own seed", parseSeed)
    .optionsGroup('Pool:')
    .option('--client <name>', "whose pool (default: the scenario's, else go-net-http)")
    .option('--set <name=value>', 'a setting, by its canonical or its own name (repeatable)', collect, [])
  addSystemFlags(command)
  command
    .optionsGroup('Output:')
    .option('--surface', 'dials and idle time for every idle timeout and idle cap as well', false)
    .option('--grid <size>', 'idle timeouts x idle caps of the surface (default: 64x64)')
    .addOption(quietFlag())
    .addOption(verboseFlag())
    .option('--json', JSON_TEXT, false)
    .action(async (scenario: string | undefined, flags: SimulateFlags & VerbosityFlags) => {
      if (scenario !== undefined) requireScenario(scenario)
      const { simulateCommand } = await import('../commands/simulate.ts')
      await simulateCommand(scenario, flags, signal)
    })
  addHelpNotes(command, {
    paragraphs: [
      "Times are 90s, 500ms, 1m30s, or unlimited. What is not said is the scenario's; for a trace there is no " +
        'round trip, no TLS, no queue, and a server that closes nothing.',
    ],
    examples: [
      'kneepoint simulate scenarios/seven-day.ts --set maxIdlePerHost=8,idleTimeout=60s',
      'kneepoint simulate --trace arrivals.csv --client node-http-agent --set maxFreeSockets=4',
      'kneepoint simulate --trace arrivals.csv --service lognormal:mean=20ms,p99=80ms --rtt 8ms --handshake tls1.3',
      'kneepoint simulate --from-run 20261122-164158-seven-day --surface --json',
    ],
    exitCodes:
      '0 ok, 2 usage, 104 invalid scenario, or a trace that cannot be read, 105 interrupted, 107 the scenario threw',
  })
}

function addSystemFlags(command: Command): void {
  command
    .optionsGroup('System:')
    .option('--from-run <run>', 'the system that an earlier run fitted: its directory, or its name')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .addOption(
      offering(
        ['none', 'tls1.2', 'tls1.3'],
        '--handshake <dial>',
        'none (TCP alone), tls1.2, tls1.3, or times as for --service',
      ),
    )
    .option('--rtt <time>', 'a round trip, such as 8ms')
    .option('--service <times>', '20ms, exp:20ms, lognormal:mean=20ms,p99=80ms, hyperexp:mean=20ms,cs2=4')
    .option('--slots <number>', 'requests that the server works on at once')
    .option('--server-idle <time>', 'when the server closes an idle connection')
    .option('--hint <time>', 'timeout of its Keep-Alive header, or none')
    .option('--request-failures <share>', 'requests answered by a reset, such as 0.1%')
    .option('--dial-failures <share>', 'dials that fail')
}
