/**
 * Why a port of 127.0.0.1 was not given, and what to do, as a sentence.
 *
 * @param code the system's error code, such as `EADDRINUSE`
 * @returns `null` where the code says something else
 */
export function portRefused(port: number, code: string | null | undefined): string | null {
  if (code === 'EADDRINUSE') {
    return `port ${port} on 127.0.0.1 is already in use: stop what listens there, choose another port, or leave the port out to get a free one`
  }
  if (code === 'EACCES') {
    return `port ${port} on 127.0.0.1 may not be opened by this user: choose one from 1024 up, or leave the port out to get a free one`
  }
  return null
}
