/** A short name for why a request failed, the same for the same cause: errors are counted by it. */
export function errorKind(error: Error): string {
  // undici's parser names its error, but not always its code.
  if (error.name === 'HTTPParserError') return 'malformed-response'
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return 'other'
  return kinds[code] ?? (code.startsWith('HPE_') ? 'malformed-response' : code)
}

const kinds: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'closed-by-server',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  ETIMEDOUT: 'dial-timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EMFILE: 'out-of-file-descriptors',
  EADDRNOTAVAIL: 'out-of-ports',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'malformed-response',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'malformed-request',
}
