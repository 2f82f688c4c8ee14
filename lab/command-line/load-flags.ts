import { type Command, Option } from 'commander'
import { HTTP_METHODS } from '../../models/requests/http-syntax.ts'
import { NO_CALIBRATION } from './flag-texts.ts'
import { NamesOption, offering } from './names-option.ts'
import { collect, parseSeed } from './option-values.ts'
import { driverNames } from './value-names.ts'

/** What is sent, from what, through which pool, and where it may go: the same for every command that sends load. */
export function addLoadFlags(command: Command): Command {
  return command
    .optionsGroup('Request:')
    .addOption(offering(HTTP_METHODS, '-m, --method <method>', 'GET, or POST with a body, unless told'))
    .option('-H, --header <line>', "'name: value' (repeatable)", collect, [])
    .option('-b, --body <text>', 'text, or @ and the path of a file')
    .option('--timeout <time>', 'after which a request has failed (10s)')
    .option('-k, --insecure', "accept any certificate of the target's", false)
    .option('--ca <file>', 'certificate authority of the target, in PEM')
    .option('--allow <host>', 'a host beyond loopback that load may go to (repeatable)', collect, [])
    .optionsGroup('Pool:')
    .option('--client <name>', 'whose pool with its own limits (default: a plain one, last in, first out)')
    .option(
      '--set <name=value>',
      'a setting of the pool, by its canonical or its own name (repeatable)',
      collect,
      [],
    )
    .optionsGroup('Generator:')
    .addOption(
      new NamesOption('--driver <name>', "undici (the default), or wire: kneepoint's own, which sends more", {
        names: driverNames,
      }),
    )
    .option('--workers <number>', 'load threads (default: a core each, one left to a target on this machine)')
    .option('--seed <number>', 'of random arrivals and pauses', parseSeed)
    .option('--no-calibration', NO_CALIBRATION)
    .optionsGroup('Output:')
    .addOption(quietFlag())
    .addOption(verboseFlag())
}

/** For commands that say on stderr what they are doing; goes with `verboseFlag`. */
export function quietFlag(): Option {
  return new Option('--quiet', 'say nothing on stderr but warnings and errors')
    .default(false)
    .conflicts('verbose')
}

export function verboseFlag(): Option {
  return new Option('--verbose', 'say on stderr what every step measured').default(false)
}
