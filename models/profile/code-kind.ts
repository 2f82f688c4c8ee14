import type { Frame } from './stack-profile.ts'

/** Whose code a frame is: the user's own, a package's, the runtime's or system's, the garbage collector, or nobody's. */
export type CodeKind = 'own' | 'package' | 'runtime' | 'gc' | 'idle'

/**
 * V8 gives `(garbage collector)`, `(idle)` and `(program)` and functions in C++ no file; Go's collector runs in functions
 * whose names begin with `runtime.gc`.
 */
export function codeKind({ functionName, file }: Pick<Frame, 'functionName' | 'file'>): CodeKind {
  if (functionName === '(idle)') return 'idle'
  if (functionName === '(garbage collector)' || GO_COLLECTOR.test(functionName)) return 'gc'
  if (file === '' || RUNTIME_FILE.test(file)) return 'runtime'
  return PACKAGE_FILE.test(file) ? 'package' : 'own'
}

/** Nothing ran. */
export function isIdle(frame: Pick<Frame, 'functionName' | 'file'> | undefined): boolean {
  return frame !== undefined && codeKind(frame) === 'idle'
}

const GO_COLLECTOR = /^runtime\.(gc[A-Z]|bgsweep|bgscavenge|scanobject|greyobject|markroot)/

/**
 * Modules of Node, Deno and Bun by their schemes; Go's standard library by its place. What kneepoint adds to a process to
 * look into it is as little the user's to change.
 */
const RUNTIME_FILE =
  /^(node|ext|deno|bun|builtin|native|internal|wasm):|^native$|\/go[^/]*\/src\/|(^|\/)lab\/target-probe\//

/** Where npm, Deno and Go keep packages. */
const PACKAGE_FILE = /(^|\/)node_modules\/|^(https?|npm|jsr):|\/pkg\/mod\/|\/vendor\//
