import { codeKind } from '../profile/code-kind.ts'
import type { Frame } from '../profile/stack-profile.ts'

/** What kind of work a stretch of CPU time was; the first that applies. A native `writeSync` may be zlib's or a file's. */
export const activities = [
  'crypto',
  'json',
  'regexp',
  'compression',
  'process',
  'file',
  'copy',
  'own',
] as const

export type Activity = (typeof activities)[number]

/**
 * What the user's own code had done for it, from what it called. Rules, from what profiles of Node 20, 24, Bun 1.4 and
 * Deno 2.9 show:
 *
 * - `pbkdf2Sync` and its like are frames of `node:internal/crypto/…` with a nameless native one below (`run`, `update`).
 *   What runs in the thread pool is in no profile, so what is seen of it blocks, but for functions such as `pbkdf2` that
 *   hand their work over to it.
 * - Files, child processes and compression are `…Sync` functions of `node:fs`, `node:child_process` and `node:zlib`; the
 *   same without `Sync` costs little here and is left as it is.
 * - A compiled regular expression is a frame `RegExp: <pattern>` (V8) or `/<pattern>/` (Bun). V8 interprets the first run
 *   of each, and then there is no frame: the line tells (`activityOfText`).
 * - JSON has frames in Bun only, `parse` and `stringify` without a file; in V8 the line tells.
 * - Go's packages are told by the folders of its standard library.
 *
 * @param called what the user's function called, the innermost first; empty where it did the work itself
 */
export function activityOfCalls(called: readonly Frame[]): Activity {
  const runtime = called.filter((frame) => codeKind(frame) === 'runtime')
  if (runtime.some(handsOver)) return 'own'
  return activities.find((activity) => runtime.some((frame) => isFrameOf[activity](frame))) ?? 'own'
}

/**
 * What code does by its text: that of the line that the time was spent on. For the text of a whole function it answers
 * only where there is no more than one such thing in it.
 */
export function activityOfText(text: string | null): Activity {
  if (text === null) return 'own'
  const found = textual.filter(([, pattern]) => pattern.test(text))
  return found.length === 1 ? (found[0]?.[0] ?? 'own') : 'own'
}

const isFrameOf: Readonly<Record<Activity, (frame: Frame) => boolean>> = {
  crypto: ({ functionName, file }) =>
    /crypto/.test(file) ||
    (isSync(functionName) && /^(pbkdf2|scrypt|hkdf|generateKey|generatePrime|checkPrime)/.test(functionName)),
  json: ({ functionName, file }) =>
    (file === '' && /^(parse|stringify)$/.test(functionName)) || /\/encoding\/json\//.test(file),
  regexp: ({ functionName, file }) =>
    /\/src\/regexp\//.test(file) ||
    (file === '' &&
      (functionName.startsWith('RegExp: ') ||
        /^\/.+\/[a-z]*$/s.test(functionName) ||
        /^(\[Symbol\.(match|matchAll|replace|search|split)\]|test|match|matchAll)$/.test(functionName))),
  file: ({ functionName, file }) =>
    (isSync(functionName) && /fs/.test(file)) || (file === '' && FILE_CALL.test(functionName)),
  process: ({ functionName, file }) =>
    isSync(functionName) &&
    (/child_process/.test(file) || (file === '' && /^(exec|execFile|spawn)Sync$/.test(functionName))),
  compression: ({ functionName, file }) => isCompression(functionName, file),
  copy: ({ functionName }) => functionName === 'structuredClone',
  own: () => false,
}

/** The asynchronous form of what there is with `Sync` at its end. */
function handsOver({ functionName, file }: Frame): boolean {
  return (
    /crypto/.test(file) &&
    /^(pbkdf2|scrypt|hkdf|generateKey|generateKeyPair|generatePrime|checkPrime)$/.test(functionName)
  )
}

const FILE_CALL =
  /^(access|append|chmod|copy|cp|exists|fstat|fsync|lstat|mkdir|open|read|readdir|readlink|realpath|rename|rm|stat|truncate|unlink|write)\w*Sync$/

function isSync(functionName: string): boolean {
  return functionName.endsWith('Sync')
}

function isCompression(functionName: string, file: string): boolean {
  return /zlib/.test(file)
    ? /Sync$|^zlibBufferSync$/.test(functionName)
    : /^(gzip|gunzip|deflate|inflate|brotli|zstd)\w*Sync$/.test(functionName)
}

const textual: ReadonlyArray<readonly [Activity, RegExp]> = [
  ['json', /\bJSON\s*\.\s*(parse|stringify)\b|\.json\s*\(/],
  [
    'regexp',
    /\.(test|exec|match|matchAll|replace|replaceAll|search)\s*\(|\.split\s*\(\s*\/|\bnew\s+RegExp\b|RegExp\(/,
  ],
  ['copy', /\bstructuredClone\s*\(/],
]
