export interface LinearFit {
  /** One for each column, in units of y per unit of the column. */
  readonly coefficients: readonly number[]
  /** In the square of y's unit. */
  readonly residualSumOfSquares: number
  /** (XᵀX)⁻¹, row by row: times the variance of the errors it is the covariance of the coefficients. */
  readonly inverse: ReadonlyArray<readonly number[]>
}

/** A column whose part that is new has less than this share of its length says nothing new. */
const LEAST_NEW_SHARE = 1e-10

/**
 * Linear regression: the coefficients for which the sum of the columns is nearest to y, by least squares. Solved by
 * modified Gram-Schmidt with reorthogonalisation (Björck 1994, Linear Algebra and its Applications 197), which stays
 * accurate where the normal equations do not.
 *
 * @param columns the regressors, each as long as `y`; a column of ones for an intercept
 * @returns `null` when the columns are linearly dependent to working precision, or outnumber the values of y
 */
export function ordinaryLeastSquares(columns: readonly Float64Array[], y: Float64Array): LinearFit | null {
  const count = columns.length
  if (count > y.length) return null
  const basis: Float64Array[] = []
  const upper: Float64Array[] = []
  const right = new Float64Array(count)
  const residuals = Float64Array.from(y)
  for (const [j, column] of columns.entries()) {
    const direction = Float64Array.from(column)
    const factors = new Float64Array(count)
    const length = Math.sqrt(dot(column, column))
    for (let pass = 0; pass < 2; pass++) {
      for (const [i, unit] of basis.entries()) {
        factors[i] = (factors[i] ?? 0) + subtractProjection(direction, unit)
      }
    }
    const left = Math.sqrt(dot(direction, direction))
    if (!(left > LEAST_NEW_SHARE * length)) return null
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) / left
    factors[j] = left
    right[j] = subtractProjection(residuals, direction)
    basis.push(direction)
    upper.push(factors)
  }
  const inverseUpper = invertUpper(upper)
  return {
    coefficients: inverseUpper.map((row) => dot(row, right)),
    residualSumOfSquares: dot(residuals, residuals),
    inverse: inverseUpper.map((row) => inverseUpper.map((other) => dot(row, other))),
  }
}

/** Takes the part along a unit vector out of `vector`, and returns its length. */
function subtractProjection(vector: Float64Array, unit: Float64Array): number {
  const length = dot(vector, unit)
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) - length * (unit[i] ?? 0)
  return length
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let i = 0; i < left.length; i++) sum += (left[i] ?? 0) * (right[i] ?? 0)
  return sum
}

/** The rows of R⁻¹, given the columns of the upper triangular R. */
function invertUpper(columns: readonly Float64Array[]): Float64Array[] {
  const rows = columns.map(() => new Float64Array(columns.length))
  for (const [j, column] of columns.entries()) {
    const pivot = column[j] ?? NaN
    for (const [i, row] of rows.slice(0, j).entries()) {
      let sum = 0
      for (let k = i; k < j; k++) sum += (row[k] ?? 0) * (column[k] ?? 0)
      row[j] = -sum / pivot
    }
    const own = rows[j]
    if (own !== undefined) own[j] = 1 / pivot
  }
  return rows
}
