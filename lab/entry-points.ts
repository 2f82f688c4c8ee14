/** Where the program's own files are that are not imported: they are started, bundled or read. */
export interface EntryPoints {
  /** The folder of package.json. */
  readonly packageFolder: URL
  readonly manifest: URL
  /** What scenarios import as `kneepoint`. */
  readonly scenarioModule: URL
  /** Modules that a worker thread runs. */
  readonly loadTask: URL
  readonly simulateTask: URL
  readonly standingThread: URL
  /** Modules that a process of its own runs. */
  readonly shopProcess: URL
  readonly linkProcess: URL
  readonly nullProcess: URL
  readonly serviceProcess: URL
  readonly trapProcess: URL
  readonly chainProcess: URL
  readonly blockerProcess: URL
  /** Watches over a command that was started as a target. */
  readonly commandProcess: URL
  /** Modules that a target's own process loads before its program. */
  readonly probe: URL
  readonly commandPreload: URL
  /** The script of pages: its source, which is still to be bundled, or the finished script. */
  readonly pageScript: { readonly isBundled: boolean; readonly file: URL }
}

/**
 * The package runs from its sources, and from `dist`, which has the same folders. This module, or the chunk that it is
 * part of, lies in the folder `lab` of either.
 *
 * @param moduleUrl of this module
 */
export function findEntryPoints(moduleUrl: string): EntryPoints {
  const isBuilt = moduleUrl.endsWith('.js')
  const module = (path: string): URL => new URL(`../${path}.${isBuilt ? 'js' : 'ts'}`, moduleUrl)
  const packageFolder = new URL(isBuilt ? '../..' : '..', moduleUrl)
  return {
    packageFolder,
    manifest: new URL('package.json', packageFolder),
    scenarioModule: module('models/kneepoint'),
    loadTask: module('workers/load-task'),
    simulateTask: module('workers/simulate-task'),
    standingThread: module('workers/standing-thread'),
    shopProcess: module('lab/target/shop-process'),
    linkProcess: module('lab/target/link-process'),
    nullProcess: module('lab/target/null-process'),
    serviceProcess: module('lab/target/service/service-process'),
    trapProcess: module('lab/target/traps/trap-process'),
    chainProcess: module('lab/target/chain/chain-process'),
    blockerProcess: module('lab/target/blockers/blocker-process'),
    commandProcess: module('lab/target/command-process'),
    probe: module('lab/target-probe/probe'),
    commandPreload: module('lab/target/command-preload'),
    pageScript: { isBundled: isBuilt, file: module('reports/html/browser/page-script') },
  }
}

export const ENTRY_POINTS: EntryPoints = findEntryPoints(import.meta.url)
