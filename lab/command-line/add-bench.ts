import type { Command } from 'commander'
import type { BenchCommandFlags } from '../commands/bench.ts'
import { NO_CALIBRATION } from './flag-texts.ts'
import { collect, parseSeed } from './option-values.ts'

export function addBench(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
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
      const { benchCommand } = await import('../commands/bench.ts')
      done(await benchCommand(url, flags, signal))
    })
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
