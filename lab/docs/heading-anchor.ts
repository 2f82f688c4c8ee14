/** Anchors of one page's headings, as GitHub makes them: a second heading of the same words ends in `-1`, and so on. */
export class HeadingAnchors {
  readonly #taken = new Map<string, number>()

  /** @param title a heading as text, without marks */
  next(title: string): string {
    const anchor = headingAnchor(title)
    const count = this.#taken.get(anchor)
    this.#taken.set(anchor, (count ?? 0) + 1)
    return count === undefined ? anchor : `${anchor}-${count}`
  }
}

/** Lower case, without what is no letter, digit, blank, `_` or `-`, with `-` for blanks. */
export function headingAnchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}
