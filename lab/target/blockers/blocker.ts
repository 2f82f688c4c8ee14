/** Answers one request with what JSON can hold. @param index of the request, from 0 in the order in which they come */
export type BlockerWork = (index: number) => Promise<object>

/**
 * A fault that is known, and the same work without it. The function to blame does not end with the call that takes long:
 * JavaScriptCore leaves functions off the stack that only return what another one answers (proper tail calls).
 */
export interface Blocker {
  /** @param seed of what requests differ by */
  guilty(seed: number): BlockerWork
  /** Gives the same answers. */
  fixed(seed: number): BlockerWork
}
