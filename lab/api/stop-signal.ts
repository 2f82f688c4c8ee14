/** What ends a call early: an `AbortSignal`, or anything that behaves like one. */
export interface StopSignal {
  /** Whether it has said so already. */
  readonly aborted: boolean
  /** Becomes the `cause` of the `Interrupted` that is thrown. */
  readonly reason?: unknown
  /** Called once, when a call begins. */
  addEventListener(type: 'abort', listener: () => void): void
  /** Called once, when the call is over. */
  removeEventListener(type: 'abort', listener: () => void): void
}
