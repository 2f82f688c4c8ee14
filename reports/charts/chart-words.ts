/** A number for an axis: no more digits than it needs. */
export function plainNumber(value: number): string {
  if (value === 0) return '0'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3
  return String(Number(value.toFixed(digits)))
}

/** Such as `99.9 %`, in as many digits as tell it from its neighbours on a percentile axis. */
export function percentileName(percentile: number): string {
  return `${Number(percentile.toFixed(4))} %`
}

/** An idle timeout in the largest unit that it is whole in. */
export function shortDuration(ms: number): string {
  if (ms < 1000) return `${ms} ms`
  if (ms < 120_000) return `${plainNumber(ms / 1000)} s`
  return ms < 7_200_000 ? `${plainNumber(ms / 60_000)} min` : `${plainNumber(ms / 3_600_000)} h`
}

/** A share in percent, or how often in a million where it is very small. */
export function smallShare(share: number): string {
  if (share === 0) return '0 %'
  const percent = 100 * share
  return percent >= 0.01
    ? `${Number(percent.toPrecision(2))} %`
    : `${Number((1e6 * share).toPrecision(2))} in 10⁶`
}

export interface TooltipRow {
  readonly name: string
  readonly value: string
  /** Of the palette; none for a row without a mark. */
  readonly colour?: string
}

/** The text of a tooltip as markup. */
export function tooltipRows(title: string, rows: readonly TooltipRow[]): string {
  const lines = rows.map(({ name, value, colour }) => {
    const mark = colour === undefined ? '' : `<i style="background:${colour}"></i>`
    return `<div class="tip-row">${mark}<span>${escaped(name)}</span><b>${escaped(value)}</b></div>`
  })
  return `<div class="tip"><div class="tip-title">${escaped(title)}</div>${lines.join('')}</div>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
