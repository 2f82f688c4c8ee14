import type { Check } from './constraint.ts'

/** Of the files that a process may have open: the rest is for what else it does. */
const CONNECTIONS_SHARE_OF_FILES = 0.5

/** Connections that a pod has open at most, against half of the files that it may have open. */
export const fileBudget: Check = ({ expected }, { pods, surroundings: { openFiles } }) => {
  if (openFiles === null || openFiles === 'unlimited') return null
  const limit = Math.floor(CONNECTIONS_SHARE_OF_FILES * openFiles)
  const needed = Math.ceil(expected.peakOpen / pods)
  const figures = `${needed} of ${limit}`
  return {
    name: 'openFiles',
    holds: needed <= limit,
    atLimit: needed === limit,
    figures,
    sentence: `Open files: a pod has up to ${needed} connections open, of ${limit} (half of the ${openFiles} files that a process here may have open).`,
  }
}

/** What all pods may open, or do open where they have no limit, against half of the server's open files. */
export const serverFileBudget: Check = (
  { settings, expected },
  { pods, surroundings: { serverOpenFiles } },
) => {
  if (serverOpenFiles === null || serverOpenFiles === 'unlimited') return null
  const limit = Math.floor(CONNECTIONS_SHARE_OF_FILES * serverOpenFiles)
  const allowed = pods * settings.maxConnsPerHost
  const needed = allowed === Infinity ? expected.peakOpen : allowed
  const why =
    allowed === Infinity
      ? `${pods} pods have up to ${needed} connections open`
      : `${pods} pods may open ${settings.maxConnsPerHost} connections each, ${needed} in all`
  return {
    name: 'serverOpenFiles',
    holds: needed <= limit,
    atLimit: needed === limit,
    figures: `${needed} of ${limit}`,
    sentence: `Open files of the server: ${why}, of ${limit} (half of its ${serverOpenFiles}).`,
  }
}
