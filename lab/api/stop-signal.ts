/** What ends a call early: an `AbortSignal`, or anything that behaves like one. */
export interface StopSignal {
  readonly aborted: boolean
  /** Becomes the `cause` of the `Interrupted` that is thrown. */
  readonly reason?: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}
