/** An arrow of a graph, between things known by their names. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** What is written on the arrow; `null` for nothing. */
  readonly label: string | null
  /** `failure` for a way that is taken when something has gone wrong: drawn with dots. */
  readonly kind: 'then' | 'failure'
}

/**
 * A flow chart in Mermaid's notation, with an arrow for each edge in their order and a box for each name. Names and
 * labels may hold any text: what has a meaning in Mermaid, in HTML or in Markdown is escaped.
 *
 * @param direction of the arrows: to the right (`LR`) or down (`TB`)
 */
export function mermaid(edges: readonly GraphEdge[], direction: 'LR' | 'TB' = 'LR'): string {
  const numbers = new Map<string, number>()
  for (const { from, to } of edges) {
    for (const name of [from, to]) if (!numbers.has(name)) numbers.set(name, numbers.size)
  }
  const boxes = [...numbers].map(([name, number]) => `  n${number}["${escaped(name)}"]`)
  const arrows = edges.map(({ from, to, label, kind }) => {
    const arrow = kind === 'failure' ? '-.->' : '-->'
    const text = label === null ? '' : `|"${escaped(label)}"|`
    return `  n${numbers.get(from)} ${arrow}${text} n${numbers.get(to)}`
  })
  return [`flowchart ${direction}`, ...boxes, ...arrows, ''].join('\n')
}

/** Mermaid's own escapes: `#`, the number of the character, and `;`. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:/()+-]/gu, (character) => `#${character.codePointAt(0)};`)
}
