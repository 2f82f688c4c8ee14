/** The tools that start kneepoint in the documentation, or install it. */
export const TOOLS = ['npm', 'npx', 'kneepoint', 'bun', 'bunx', 'deno'] as const

/** A tool as a shell has called it: its name, and its arguments. */
export type CalledTool = readonly [name: string, ...words: string[]]

const SCRIPT_VERBS: Readonly<Record<string, string>> = { npm: 'run', bun: 'run', deno: 'task' }

/**
 * The arguments that kneepoint gets of a tool that is called; `null` for what installs packages.
 *
 * @throws Error for a call that would not start kneepoint, or not with all of its arguments
 */
export function kneepointArguments([tool, ...words]: CalledTool): readonly string[] | null {
  if (tool === 'kneepoint') return words
  const line = [tool, ...words].join(' ')
  if (/^(ci|i|install|add)$/.test(words[0] ?? '')) return null
  const rest = words.filter((word, i) => !(i < 3 && /^(--silent|-s|--yes|-y|--bun)$/.test(word)))
  if (tool === 'npx' || tool === 'bunx') {
    if (rest[0] !== 'kneepoint') throw new Error(`${line} does not start kneepoint`)
    return rest.slice(1)
  }
  const [verb, script = '', ...more] = rest
  if (verb !== SCRIPT_VERBS[tool] || !['lab', 'nightly'].includes(script)) {
    throw new Error(`${line} does not start kneepoint`)
  }
  return [...(script === 'nightly' ? ['nightly'] : []), ...(tool === 'npm' ? beyondNpm(more) : more)]
}

/** npm keeps flags before `--` to itself. */
function beyondNpm(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--')
  const before = at === -1 ? words : words.slice(0, at)
  const taken = before.find((word) => word.startsWith('-'))
  if (taken !== undefined) throw new Error(`npm takes ${taken} for its own: -- is missing before it`)
  return at === -1 ? before : [...before, ...words.slice(at + 1)]
}
