import { type Html, html, type Part } from './html.ts'

export interface DataTable {
  /** What the table is of, for those who cannot see where it stands. */
  readonly label: string
  readonly head: readonly string[]
  /** The first cell of a row is its name; those that hold figures stand to the right. */
  readonly rows: ReadonlyArray<readonly Part[]>
  /** Columns of words, from 0; the first one always is. */
  readonly words?: readonly number[]
  /** Whether rows become blocks on a phone, cell below cell: for tables of sentences, whose heads say little. */
  readonly stacks?: boolean
}

/** A table that scrolls in its own box where there is no room for it. */
export function dataTable({ label, head, rows, words = [], stacks = false }: DataTable): Html {
  const kind = (column: number) => (column === 0 || words.includes(column) ? 'word' : 'figure')
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table${stacks ? html` class="stacks"` : null}>
      <thead>
        <tr>
          ${head.map((name, i) => html`<th scope="col" class="${kind(i)}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = '', ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell, i) => html`<td class="${kind(i + 1)}">${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}
