import type { Surroundings } from '../../models/recommend/surroundings.ts'
import { type FileLimit, parseOpenFiles, portCount, portHeldMs, readLimits } from '../machine/limits.ts'
import { type SystemFiles, systemFiles } from '../machine/system-files.ts'
import type { StageContext } from './stage.ts'

type Named = Pick<StageContext['loaded']['scenario'], 'target'>

/**
 * What this machine lets a client have, which stands for the machines of the pods, and the target a server. The port of a
 * closed connection counts as held for as long as it is on the way to another machine, though the target may be on loopback.
 *
 * @param scenario whose target is used; `null` where another one was named
 */
export function readSurroundings(
  scenario: Named | null,
  tls: boolean,
  files: SystemFiles = systemFiles,
): Surroundings {
  const limits = readLimits(null, files)
  const openFiles = limits.openFiles?.soft ?? null
  return {
    localPorts: portCount(limits),
    portHeldMs: portHeldMs(limits),
    openFiles,
    serverOpenFiles: scenario === null ? null : serverLimit(scenario.target, openFiles, files),
    tls,
  }
}

/** A target that the lab started has its limits; of others, those on this machine can be asked. */
function serverLimit(target: Named['target'], own: FileLimit | null, files: SystemFiles): FileLimit | null {
  if ('builtin' in target || 'command' in target) return own
  if (target.pid === undefined) return null
  return parseOpenFiles(files.readText(`/proc/${target.pid}/limits`) ?? '')?.soft ?? null
}
