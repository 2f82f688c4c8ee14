/** How many things of each type keep this process's event loop going; `null` on a runtime that does not tell. */
export function countActiveResources(): Record<string, number> | null {
  const counts: Record<string, number> = {}
  for (const type of activeResourceTypes()) counts[type] = (counts[type] ?? 0) + 1
  // The timer that has just been started to see whether anything is told.
  if (counts['Timeout'] === undefined) return null
  counts['Timeout']--
  if (counts['Timeout'] === 0) delete counts['Timeout']
  return counts
}

/** Open TCP sockets among active resources. */
export function countSockets(resources: Readonly<Record<string, number>>): number {
  return resources['TCPSocketWrap'] ?? 0
}

function activeResourceTypes(): string[] {
  const timer = setTimeout(() => {}, 1)
  try {
    return process.getActiveResourcesInfo()
  } catch {
    return []
  } finally {
    clearTimeout(timer)
  }
}
