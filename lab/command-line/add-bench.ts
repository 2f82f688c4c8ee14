import type { Command, Option } from 'commander'
import type { BenchCommandFlags } from '../commands/bench.ts'
import { addHelpNotes } from './help-notes.ts'
import { JSON_TEXT } from './flag-texts.ts'
import { addLoadFlags } from './load-flags.ts'
import { NamesOption } from './names-option.ts'
import { collect } from './option-values.ts'
import { arrivalKinds, autotuneModes } from './value-names.ts'

export function addBench(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const bench = program
    .command('bench')
    .description('one measurement of a URL without a scenario')
    .argument('<url>', 'e.g. http://localhost:8080/products/7')
  addBenchLoad(bench)
  addThresholds(bench)
  addLoadFlags(bench)
  bench
    .optionsGroup('Pool:')
    .addOption(autotuneFlag())
    .optionsGroup('Output:')
    .option(
      '--profile <from>',
      "profile the target meanwhile, which costs it CPU time; from: the file that its probe wrote, or Go's pprof URL",
    )
    .option('--latency', "the whole spectrum of percentiles too, as HdrHistogram's tools write it", false)
    .option('--json', JSON_TEXT, false)
    .action(async (url: string, flags: BenchCommandFlags) => {
      const { benchCommand } = await import('../commands/bench.ts')
      done(await benchCommand(url, flags, signal))
    })
  addHelpNotes(bench, {
    paragraphs: [
      'Without --rate, users send a request when they have the answer to the last one: a target that is slow is ' +
        'asked less. With --rate, requests are due whether or not earlier ones were answered, and response times ' +
        'count from then.',
      'The target is asked once before the run, whether it answers: a server counts one request more than is ' +
        'reported. Both drivers keep a connection after a HEAD, which undici by itself would close.',
      'While it runs, in a terminal: + and - a tenth faster and slower, p pause and go on, q finish now, Ctrl-C stop.',
    ],
    examples: [
      'kneepoint bench http://localhost:8080',
      'kneepoint bench http://localhost:8080 --rate 2k --duration 30s --driver wire --latency',
      'kneepoint bench http://localhost:8080 --client go-net-http --connections 50',
      "kneepoint bench https://localhost:8443/orders -k -b @order.json -H 'content-type: application/json' -n 10k",
    ],
    exitCodes:
      '0 what was measured can be trusted, 91 it cannot (the last lines say why), 2 usage, 99 a threshold failed, ' +
      '105 interrupted',
  })
}

function addBenchLoad(bench: Command): void {
  bench
    .optionsGroup('Load:')
    .option(
      '-c, --connections <number>',
      'users with a connection each (10); with --rate: connections at most',
    )
    .option(
      '-R, --rate <rate>',
      'open model: so many requests are due, answered or not: 500, 2k, 500/s, 30/m',
    )
    .addOption(
      new NamesOption('--arrivals <kind>', 'with --rate: constant (evenly spaced, the default) or poisson', {
        names: arrivalKinds,
      }),
    )
    .option('--in-flight <number>', 'with --rate: requests under way at most, others are dropped (4096)')
    .option(
      '--think <times>',
      'pause of a user after each answer: 50ms, exp:50ms, lognormal:mean=20ms,p99=80ms',
    )
    .option('-d, --duration <time>', 'measured stretch: 10s (the default), 2m, or seconds without a unit')
    .option('--warmup <time>', 'before it, not counted: 1s, or nothing with --requests, unless told')
    .option('-n, --requests <number>', 'end after so many, such as 10k, warm-up included')
}

function addThresholds(bench: Command): void {
  bench
    .optionsGroup('Thresholds:')
    .option(
      '--threshold <condition>',
      "has to be met, or it ends with 99: 'p(99)<250' of the response time in ms, 'failed: rate<0.01' (repeatable)",
      collect,
      [],
    )
    .option('--abort-on-fail', 'end as soon as a threshold is not met', false)
    .option('--abort-delay <time>', 'not before so much has been measured, such as 10s')
}

function autotuneFlag(): Option {
  return new NamesOption(
    '--autotune [mode]',
    'the pool finds its own idle timeout and idle cap: apply (the default), or shadow, which only says what it ' +
      'would change; needs a pool with limits, such as --client go-net-http',
    { names: autotuneModes },
  )
}
