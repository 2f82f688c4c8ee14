/** Options that are called otherwise than the flag of the command line that says the same. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  set: 'settings',
  'verify-time': 'verifyTimeMs',
  rtt: 'rttMs',
  'server-idle': 'serverIdleMs',
  hint: 'hintMs',
  'slo-p99': 'sloP99Ms',
  'slo-failures': 'sloFailureRate',
  trial: 'trialMs',
  timeout: 'timeoutMs',
  header: 'headers',
  ca: 'caFile',
}

/**
 * A message in which flags of the command line are named, as callers of functions know them: `--allow-different` is
 * `allowDifferent`. Whole commands that it tells to run stay as they are.
 */
export function asOptionNames(message: string): string {
  return message.replace(
    /kneepoint [a-z]+[^\n;,]*|(?<![\w-])--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)/g,
    (found: string, flag: string | undefined) => (flag === undefined ? found : optionName(flag)),
  )
}

function optionName(flag: string): string {
  const other = Object.hasOwn(OTHER_NAMES, flag) ? OTHER_NAMES[flag] : undefined
  return other ?? flag.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
