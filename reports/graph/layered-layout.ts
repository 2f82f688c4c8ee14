/** A place in a drawing of a graph, in layers from 0 at the top, and from 0 at the left of its layer. */
export interface LayeredPlace {
  readonly name: string
  readonly layer: number
  readonly position: number
}

export interface NamedEdge {
  readonly from: string
  readonly to: string
}

/**
 * Puts each node of a directed graph into the layer below the lowest of those that point at it; edges that close a circle
 * do not count. Within a layer, nodes stand below the middle of their predecessors as far as that gives an order, and by
 * name else.
 */
export function layeredLayout(
  names: readonly string[],
  edges: readonly NamedEdge[],
): readonly LayeredPlace[] {
  const all = [...new Set([...names, ...edges.flatMap(({ from, to }) => [from, to])])].sort()
  const forward = withoutCircles(all, edges)
  const layers = new Map(all.map((name) => [name, 0]))
  // A path has no more edges than there are nodes.
  for (let round = 0; round < all.length; round++) {
    for (const { from, to } of forward) {
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(from) ?? 0) + 1))
    }
  }
  const places: LayeredPlace[] = []
  const deepest = Math.max(0, ...layers.values())
  for (let layer = 0; layer <= deepest; layer++) {
    const members = all.filter((name) => layers.get(name) === layer)
    const middle = new Map(members.map((name) => [name, middleOf(name, forward, places)]))
    members.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a < b ? -1 : 1))
    places.push(...members.map((name, position) => ({ name, layer, position })))
  }
  return places
}

function middleOf(name: string, edges: readonly NamedEdge[], places: readonly LayeredPlace[]): number {
  const above = edges
    .filter(({ to }) => to === name)
    .flatMap(({ from }) => places.find((place) => place.name === from)?.position ?? [])
  return above.length === 0 ? 0 : above.reduce((sum, value) => sum + value, 0) / above.length
}

/** Without the edges that lead back to a node from which the search came. */
function withoutCircles(names: readonly string[], edges: readonly NamedEdge[]): readonly NamedEdge[] {
  const kept: NamedEdge[] = []
  const done = new Set<string>()
  const open = new Set<string>()
  const visit = (name: string): void => {
    if (done.has(name)) return
    open.add(name)
    for (const edge of edges) {
      if (edge.from !== name || open.has(edge.to)) continue
      kept.push(edge)
      visit(edge.to)
    }
    open.delete(name)
    done.add(name)
  }
  const called = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to))
  // From those that nobody calls: what leads back to them is no way down.
  for (const name of names) if (!called.has(name)) visit(name)
  for (const name of names) visit(name)
  return kept
}
