import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'

type AnyFunction = (...parameters: never[]) => unknown

/**
 * Where a function was called, as `name (path:line:column)`, in the source as far as the runtime maps it back; `null`
 * where the runtime does not tell. It takes a stack, which is dear: not for each request.
 *
 * @param called left out of the stack, with all that it called
 */
export function callerPlace(called: AnyFunction): string | null {
  const taken: { stack?: string } = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 1
  Error.captureStackTrace(taken, called)
  Error.stackTraceLimit = limit
  return placeInStack(taken.stack ?? '')
}

/** `at name (file:///x.js:1:2)`, `at async Class.name (/x.js:1:2)` or, for code without a name, `at /x.js:1:2`. */
const CALL =
  /^\s*at (?:async )?(?:(.+?) (?:\[as [^\]]+\] )?\()?((?:file:\/\/)?\/.+|[A-Za-z]:[\\/].+):(\d+):(\d+)\)?$/m

/** The first place of a stack as V8 and JavaScriptCore write it in Node, Deno and Bun. */
export function placeInStack(stack: string): string | null {
  const [, functionName = '(anonymous)', file = '', line, column] = CALL.exec(stack) ?? []
  if (line === undefined || column === undefined) return null
  const path = isAbsolute(file) ? file : fileURLToPath(file)
  return `${functionName.slice(functionName.lastIndexOf('.') + 1)} (${path}:${line}:${column})`
}
