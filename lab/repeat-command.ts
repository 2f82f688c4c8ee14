import { pathFromHere } from './path-from-here.ts'
import type { RunRecord } from './run-directory.ts'

/** The command that does a run again, for the folder that this one was started in or any that holds its scenario. */
export function repeatCommand({
  scenarioFile,
  seed,
  plan,
  verification = {},
  profile,
  targetUrl,
}: Pick<RunRecord, 'scenarioFile' | 'seed' | 'plan' | 'verification' | 'profile' | 'targetUrl'>): string {
  const { precision, verifyMs } = verification
  return [
    'kneepoint run',
    quotedWord(pathFromHere(scenarioFile)),
    ...(plan === 'quick' ? ['--quick'] : []),
    `--seed ${seed}`,
    ...(precision === undefined ? [] : [`--precision ${precision}`]),
    ...(verifyMs === undefined ? [] : [`--verify-time ${verifyMs}ms`]),
    ...(profile === undefined ? [] : [profile ? '--profile' : '--no-profile']),
    ...(targetUrl === null ? [] : [`--target ${quotedWord(targetUrl)}`]),
  ].join(' ')
}

/** As a POSIX shell takes it for one word. */
export function quotedWord(word: string): string {
  return /^[\w./:@%+,=-][\w./:@%+,=#-]*$/.test(word) ? word : `'${word.replace(/'/g, String.raw`'\''`)}'`
}
