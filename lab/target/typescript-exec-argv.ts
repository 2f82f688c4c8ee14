/** Flags of the parent that decide how modules load, each with its value in the next word or after `=`. */
const LOADER_FLAGS = ['--import', '--require', '-r', '--loader', '--experimental-loader']
const GC_FLAGS = ['--expose-gc', '--expose_gc']
const PLAIN_FLAGS = [...GC_FLAGS, '--experimental-strip-types', '--experimental-transform-types']

/**
 * Node's flags for a child that runs `entry`: those of this process that decide how modules load, and, where neither
 * they nor the runtime itself load a `.ts` file, tsx's loader. Debugger and profiler flags stay behind: a child
 * with the parent's inspector port would wait or complain.
 */
export function typescriptExecArgv(entry: URL, ownExecArgv: readonly string[] = process.execArgv): string[] {
  const kept = loaderFlags(ownExecArgv)
  const loads = !entry.pathname.endsWith('.ts') || runsTypescriptNatively() || kept.some(isTsx)
  return loads ? kept : [...kept, '--import', import.meta.resolve('tsx')]
}

/**
 * The same for a thread, which is refused with flags of the whole process: it shares the garbage collector's anyway.
 */
export function threadExecArgv(entry: URL, ownExecArgv: readonly string[] = process.execArgv): string[] {
  return typescriptExecArgv(entry, ownExecArgv).filter((word) => !GC_FLAGS.includes(word))
}

function loaderFlags(execArgv: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < execArgv.length; i++) {
    const word = execArgv[i] ?? ''
    const value = execArgv[i + 1]
    if (PLAIN_FLAGS.includes(word) || LOADER_FLAGS.some((flag) => word.startsWith(`${flag}=`)))
      kept.push(word)
    else if (LOADER_FLAGS.includes(word) && value !== undefined) {
      kept.push(word, value)
      i++
    }
  }
  return kept
}

function isTsx(word: string): boolean {
  return /[/\\]tsx[/\\]|^(--import=)?tsx(\/esm)?$/.test(word)
}

/** Bun and Deno always do; Node says so from 22.10 on. */
function runsTypescriptNatively(): boolean {
  const { typescript } = process.features as { readonly typescript?: unknown }
  return Boolean(typescript) || 'bun' in process.versions || 'deno' in process.versions
}
