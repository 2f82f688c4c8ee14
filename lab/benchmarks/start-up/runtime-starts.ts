import { basename } from 'node:path'

/** How one runtime is started, each as program and arguments. */
export interface RuntimeStarts {
  /** The runtime and nothing else. */
  readonly bare: readonly string[]
  /** A module of this program; its arguments follow. */
  readonly program: readonly string[]
}

/**
 * @param runtime name or path of node, bun or deno
 * @param module path of a built module
 */
export function runtimeStarts(runtime: string, module: string): RuntimeStarts {
  const name = basename(runtime)
  if (name.startsWith('deno')) {
    return { bare: [runtime, 'eval', '0'], program: [runtime, 'run', '--allow-all', module] }
  }
  if (name.startsWith('bun')) return { bare: [runtime, '-e', '0'], program: [runtime, '--bun', module] }
  return { bare: [runtime, '-e', '0'], program: [runtime, module] }
}
