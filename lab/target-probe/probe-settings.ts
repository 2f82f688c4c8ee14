/** Of the probe of a program, from its environment. */
export interface ProbeSettings {
  readonly token: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** Where the probe says how it can be asked, once it can. */
  readonly readyFile: string | undefined
}

export const PROBE_VARIABLES = {
  token: 'KNEEPOINT_PROBE_TOKEN',
  port: 'KNEEPOINT_PROBE_PORT',
  readyFile: 'KNEEPOINT_PROBE_READY',
} as const

const LEAST_TOKEN_CHARACTERS = 16

/**
 * Takes the probe's variables out of an environment, so that neither the program nor what it starts has them.
 *
 * @returns null where there is neither a token nor a file to write one to: nobody could ask
 * @throws RangeError when the token is shorter than 16 characters, or the port is none
 */
export function takeProbeSettings(environment: NodeJS.ProcessEnv): ProbeSettings | null {
  const token = take(environment, PROBE_VARIABLES.token)
  const portText = take(environment, PROBE_VARIABLES.port)
  const readyFile = take(environment, PROBE_VARIABLES.readyFile)
  if (token === undefined && readyFile === undefined) return null
  if (token !== undefined && token.length < LEAST_TOKEN_CHARACTERS) {
    throw new RangeError(`${PROBE_VARIABLES.token} has to have ${LEAST_TOKEN_CHARACTERS} characters or more`)
  }
  const port = Number(portText ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${PROBE_VARIABLES.port} has to be a port from 0 to 65535, not ${portText}`)
  }
  return { token, port, readyFile }
}

/** An empty variable counts as none. */
function take(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name]
  delete environment[name]
  return value === '' ? undefined : value
}
