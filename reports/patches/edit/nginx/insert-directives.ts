import type { Splice } from '../config-dialect.ts'
import { lineEnd, ownLineIndent } from '../json/insert-in-braces.ts'
import type { NginxDirective } from '../syntax/nginx-directives.ts'

/**
 * Adds directives to a block, behind one that is in it: each on a line of its own where that one has one, with its
 * indentation, and else on its line.
 *
 * @param added each with its semicolon; at least one
 * @param behind `null` for the beginning of the block
 */
export function insertDirectives(
  text: string,
  block: NginxDirective,
  behind: NginxDirective | null,
  added: readonly string[],
): Splice {
  const at = behind?.to ?? (block.block?.from ?? 0) + 1
  const indent = behind === null ? null : ownLineIndent(text, behind.from)
  const rest = /^[ \t]*(#[^\n]*?)?(?=\r?\n|$)/.exec(text.slice(at))?.[0]
  if (indent === null || rest === undefined) {
    const isTight = /^[^\s]/.test(text.slice(at, at + 1))
    return { from: at, to: at, text: ` ${added.join(' ')}${isTight ? ' ' : ''}` }
  }
  const from = at + rest.length
  return { from, to: from, text: added.map((each) => lineEnd(text) + indent + each).join('') }
}
