/**
 * A short name for why a request failed, the same for the same cause, whichever driver reports it: errors are
 * counted by it.
 *
 * @param begun whether the head of a response had come
 */
export function errorKind(error: Error, begun = false): string {
  const kind = kindOf(error)
  return begun ? (withinBody[kind] ?? kind) : kind
}

function kindOf(error: Error): string {
  // undici's parser names its error, but not always its code.
  if (error.name === 'HTTPParserError') return 'malformed-response'
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return 'other'
  // undici: 'bad response', 'bad upgrade'.
  if (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad ')) return 'malformed-response'
  return kinds[code] ?? (code.startsWith('HPE_') ? 'malformed-response' : code)
}

const kinds: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'closed-by-server',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'body-timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'headers-too-large',
  ETIMEDOUT: 'dial-timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EMFILE: 'out-of-file-descriptors',
  EADDRNOTAVAIL: 'out-of-ports',
  // undici calls a body truncated only where the response announced the end of the connection too.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated-body',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'malformed-request',
  UND_ERR_INVALID_ARG: 'malformed-request',
}

const withinBody: Readonly<Record<string, string>> = {
  reset: 'reset-in-body',
  'closed-by-server': 'truncated-body',
  timeout: 'body-timeout',
}
