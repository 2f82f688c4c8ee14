/** From the parent to a child. */
export type ParentMessage = { readonly type: 'start'; readonly options: object } | { readonly type: 'stop' }

/** From a child to its parent: `hello` asks for the options, then comes `ready` or `failed`. */
export type ChildMessage<Ready> =
  | { readonly type: 'hello' }
  | { readonly type: 'ready'; readonly ready: Ready }
  | { readonly type: 'failed'; readonly failure: ChildFailure }

export interface ChildFailure {
  /** The system's error code, e.g. `EADDRINUSE`. */
  readonly code: string | null
  readonly message: string
}
