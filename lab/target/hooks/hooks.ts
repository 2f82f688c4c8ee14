export { countInProbe } from '../../target-probe/counters.ts'
export { LabelValues, OVERFLOW_LABEL, UNKNOWN_LABEL } from './label-values.ts'
export {
  type HeaderLabel,
  labelledMetrics,
  type LabelledMetricsOptions,
  type LabelledMetricsStats,
  labelledMetricsStats,
} from './labelled-metrics.ts'
export { ObjectPool, type ObjectPoolOptions, type ObjectPoolStats } from './object-pool.ts'
export {
  type ExceptionEvent,
  recoveryLog,
  type RecoveryLogEntry,
  recoveryMetric,
  type RecoveryMetricLabels,
  recoveryTrace,
} from './recovery-built-in-hooks.ts'
export {
  recoveryChain,
  type RecoveryChainOptions,
  type RecoveryStats,
  recoveryStats,
} from './recovery-chain.ts'
export type { FailedRequest, RecoveryFailure, RecoveryHook, RecoveryStep } from './recovery-hook.ts'
export { nestedRecovery, type NestedRecoveryOptions } from './recovery-nested.ts'
export { nestedRecoveryPath, recoveryPath } from './recovery-path.ts'
export { contextOf, currentContext, recordWait } from './request-context-lease.ts'
export type { RequestContext } from './request-context-record.ts'
export {
  requestContext,
  type RequestContextOptions,
  type RequestContextStats,
  requestContextStats,
  type ResponseHead,
  UserRequiredError,
} from './request-context.ts'
export { tracedDispatcher, type TracedDispatcherOptions } from './trace-dispatcher.ts'
export { contextHeaders } from './trace-headers.ts'
export { type TokenOptions, tokenVerifier, type VerifyToken } from './verify-token.ts'
export { type GraphEdge, mermaid } from '../../../reports/graph/mermaid.ts'
export { codec, type CodecOptions, type RouteMessages } from './codec/codec.ts'
export { type CodecKind, MEDIA_TYPES } from './codec/codec-registry.ts'
export { boolean, double, messages, text, textMap, texts, wholeNumber } from './codec/message-field.ts'
export { messageSchema, type MessageSchema, type MessageValue } from './codec/message-schema.ts'
export { type RequestHeaderSender, type RequestHeaderValues, sendHeaders } from './headers/request-headers.ts'
export { type HeaderMode, responseHeaders, type ResponseHeadersOptions } from './headers/response-headers.ts'
export { type Lifecycle, lifecycle, type LifecycleOptions } from './lifecycle/lifecycle.ts'
