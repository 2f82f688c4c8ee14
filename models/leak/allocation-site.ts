import { codeKind } from '../profile/code-kind.ts'
import type { Frame } from '../profile/stack-profile.ts'

/** Whether a frame is of the code that its owner can change. */
export type OwnCode = (frame: Frame) => boolean

/** Not of the runtime, and not of a package. */
export function isOwnCode(frame: Frame): boolean {
  return codeKind(frame) === 'own'
}

/**
 * The frame that an allocation is put down to: the innermost of its owner's code, else the innermost of a package, else the
 * innermost; `null` for what was allocated outside of any function.
 *
 * @param stack the innermost first
 */
export function allocationSite(stack: readonly Frame[], ownCode: OwnCode = isOwnCode): Frame | null {
  const ofPackage = (frame: Frame): boolean => ['own', 'package'].includes(codeKind(frame))
  return stack.find(ownCode) ?? stack.find(ofPackage) ?? stack[0] ?? null
}
