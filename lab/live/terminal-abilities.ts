/** What is asked of a stream that text goes to. */
export interface TextStream {
  readonly isTTY?: boolean | undefined
}

/** Whether what was written there can be taken back: on a terminal, but not in CI, and not on one that cannot. */
export function canRedraw(stream: TextStream, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !isSet(env['CI']) && env['TERM'] !== 'dumb'
}

/**
 * Whether text that goes there may have colours: as FORCE_COLOR says, else none with NO_COLOR (https://no-color.org),
 * else where text can be drawn again.
 */
export function canColour(stream: TextStream, env: NodeJS.ProcessEnv): boolean {
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced === '' || isSet(forced)
  if ((env['NO_COLOR'] ?? '') !== '') return false
  return canRedraw(stream, env)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value)
}
