import type { FastifyRequest } from 'fastify'

export type OrderRequest = FastifyRequest<{ Params: { id: string } }>

/** Answers `GET /orders/{id}`. */
export type AnswerOrder = (request: OrderRequest) => Promise<object>

export interface TrapContext {
  /** Whether to do it as it should be done. */
  readonly fixed: boolean
  /** Requests after which what has an end has about its full size. */
  readonly settleRequests: number
  /** Where the outgoing calls go; `null` for traps that make none. */
  readonly supplier: string | null
  /**
   * Looks up how large what one request needs is, a turn of the event loop later: a whole number of 1 or more, half of
   * `typical` to twice as much from seed to seed, and from request to request half of that to one and a half times.
   */
  readonly readSize: (typical: number) => Promise<number>
}

/** Gets one trap ready, in a process of its own: what it keeps, it keeps in variables of its module. */
export type CreateTrap = (context: TrapContext) => AnswerOrder
