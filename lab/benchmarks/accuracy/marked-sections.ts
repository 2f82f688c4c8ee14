/** The line before what a script writes into a page, and the line after it. */
function markersOf(name: string): readonly [string, string] {
  return [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
}

/** The markers that are not in the page exactly once, or in the wrong order. */
export function lostMarkers(page: string, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const markers = markersOf(name)
    const [begin, end] = markers
    const lost = markers.filter((marker) => page.split(marker).length !== 2)
    if (lost.length > 0) return lost
    return page.indexOf(begin) < page.indexOf(end) ? [] : [end]
  })
}

/**
 * The page with another text between the markers of a section.
 *
 * @throws RangeError where they are not both in it, once
 */
export function withSection(page: string, name: string, text: string): string {
  const [lost] = lostMarkers(page, [name])
  if (lost !== undefined) throw new RangeError(`${lost} is not in its place`)
  const [begin, end] = markersOf(name)
  const from = page.indexOf(begin) + begin.length
  return `${page.slice(0, from)}\n\n${text.trim()}\n\n${page.slice(page.indexOf(end))}`
}
