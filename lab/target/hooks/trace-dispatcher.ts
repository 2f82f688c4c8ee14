import type { Span } from '../../../models/trace-context/span.ts'
import type { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import { currentContext } from './request-context-lease.ts'
import { CallSpan, TracedHandler } from './trace-call.ts'
import { contextHeaders } from './trace-headers.ts'
import { newSpanId } from './trace-ids.ts'

type Interceptor = Extract<Parameters<KneeAgent['compose']>[0], (...given: never[]) => unknown>
type Options = Parameters<KneeAgent['dispatch']>[0]
type Headers = Options['headers']

export interface TracedDispatcherOptions {
  /** What this service is called in spans. */
  readonly service: string
  /** What a service that is called is called; default the host and port of its origin. */
  readonly peer?: (origin: URL) => string
  /** Called when a call has ended, however. What it throws is lost. */
  readonly onSpan?: (span: Span) => void
}

/**
 * A dispatcher that puts the current request's trace, id and tenant into every call, and tells of each as a span. Works
 * for a `KneeAgent` and for undici's own dispatchers; outside of requests it changes nothing.
 *
 *     const dispatcher = tracedDispatcher(new KneeAgent(), { service: 'gateway' })
 *     await fetch('https://orders.example/orders/7', { dispatcher })
 *
 * What is repeated inside of the agent is part of one call. A caller that tries again says which try it is with
 * `attempt` among the options of `dispatcher.request`.
 */
export function tracedDispatcher(
  agent: Pick<KneeAgent, 'compose'>,
  options: TracedDispatcherOptions,
): ReturnType<KneeAgent['compose']> {
  const intercept: Interceptor = (dispatch) => (call, handler) => {
    const context = currentContext()
    if (context === null) return dispatch(call, handler)
    const spanId = newSpanId()
    const traced = { ...call, headers: withHeaders(call.headers, contextHeaders(context, spanId)) }
    if (options.onSpan === undefined) return dispatch(traced, handler)
    const span = new CallSpan(options.onSpan, {
      traceId: context.traceId,
      spanId,
      parentSpanId: context.spanId,
      service: options.service,
      peer: peerOf(call, options),
      attempt: attemptOf(call),
    })
    return dispatch(traced, new TracedHandler(handler, span))
  }
  return agent.compose(intercept)
}

function peerOf({ origin }: Options, { peer }: TracedDispatcherOptions): string {
  const url = new URL(String(origin))
  return peer?.(url) ?? url.host
}

function attemptOf(call: Options): number {
  const { attempt } = call as { readonly attempt?: unknown }
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? attempt : 1
}

/** Headers in any of the shapes that undici takes, with those added; of the same name, these count. */
function withHeaders(headers: Headers, added: Readonly<Record<string, string>>): string[] {
  const flat: string[] = []
  for (const [name, value] of fieldsOf(headers)) {
    if (Object.hasOwn(added, name.toLowerCase()) || value === undefined || value === null) continue
    for (const each of Array.isArray(value) ? value : [value]) flat.push(name, String(each))
  }
  for (const [name, value] of Object.entries(added)) flat.push(name, value)
  return flat
}

function* fieldsOf(headers: Headers): Generator<readonly [string, unknown]> {
  if (headers === null || headers === undefined) return
  if (Array.isArray(headers) && !Array.isArray(headers[0])) {
    for (let i = 0; i < headers.length; i += 2) yield [String(headers[i]), headers[i + 1]]
  } else if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<readonly [string, unknown]>) yield pair
  } else yield* Object.entries(headers)
}
