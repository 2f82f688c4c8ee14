import type { RatedConstraint } from '../../models/artifacts/recommend.ts'

/** How constraints are called wherever they are shown. */
export const constraintTitles: Readonly<Record<RatedConstraint['name'], string>> = {
  race: 'keep-alive race',
  slo: 'SLO',
  ports: 'local ports',
  openFiles: 'open files',
  serverOpenFiles: 'open files of the server',
  idleMemory: 'idle memory',
  maxConns: 'maxConnsPerHost',
  idleTimeoutBounds: 'bounds of idleTimeout',
  maxIdleBounds: 'bounds of maxIdlePerHost',
  maxConnsBounds: 'bounds of maxConnsPerHost',
}
