/** A figure of three digits or more before the point without those behind it: a column has no room for them. */
export function shortFigures(cell: string): string {
  return cell.replace(/(\d{3,})\.(\d+)/g, (figure) => Number(figure).toFixed(0))
}
