import * as z from 'zod'
import { flag, numberAbove0, object, text } from '../schema-fields.ts'
import { caFile, loadUrl, port, pprofUrl, prometheusUrl } from './target-fields.ts'

const MOST_WORDS = 1000
const commandError = "a program and its arguments, such as ['node', 'server.js']"
const envError = "names and texts such as { LOG_LEVEL: 'warn' }"
const urlError = 'an http or https URL such as https://127.0.0.1:{port}, without user, query and fragment'

/** Nothing that the operating system hands to a program may hold a NUL. */
const word = text('text without a NUL', /^[^\0]*$/)
const programName = text('the name or path of a program', /^[^\0]+$/)
const variableName = text('the name of a variable', /^[^=\0]+$/)

/**
 * A server that the lab starts and stops. `{port}` in the command, in a value of `env` and in a URL stands for the
 * port that it is to listen on, which it finds in the variable PORT as well.
 */
export const commandTarget = object("{ command: ['node', 'server.js'] } with its options", {
  command: z
    .tuple([programName], word, { error: commandError })
    .refine((words) => words.length <= MOST_WORDS, {
      error: `at most ${MOST_WORDS} words`,
    }),
  /** A path that is answered with a status below 500 as soon as the server is ready. */
  ready: text('a path that begins with a slash, such as /healthz', /^\/[^\s\\#]*$/).optional(),
  readyTimeoutMs: numberAbove0(600_000, 'ms').default(30_000),
  stopTimeoutMs: numberAbove0(60_000, 'ms').default(5000),
  /** Where it is started, relative to the scenario: the scenario's own folder if left out. */
  cwd: text('the path of a folder', /^[^\0]+$/).optional(),
  env: z.record(variableName, word, { error: envError }).default({}),
  port: port.optional(),
  url: withPlaceOfPort(loadUrl, urlError).optional(),
  insecure: flag().optional(),
  caFile: caFile.optional(),
  /** Whether the probe is loaded into it; left out, it is where the command is a JavaScript runtime. */
  probe: flag().optional(),
  prometheus: withPlaceOfPort(prometheusUrl, 'the http or https URL of a metrics page').optional(),
  pprof: withPlaceOfPort(pprofUrl, "the http or https URL of Go's profiles").optional(),
})

export type CommandTarget = z.output<typeof commandTarget>

/** The text with the port in the place of every `{port}`. */
export function withPort(text: string, port: number): string {
  return text.replaceAll('{port}', String(port))
}

function withPlaceOfPort(url: z.ZodType<string>, error: string) {
  return text(error).refine((given) => url.safeParse(withPort(given, 1)).success, { error })
}
