/**
 * A larger copy of a typed array, for structures that grow by doubling.
 *
 * @param larger of the same kind, at least as long; filled from its beginning
 */
export function enlarge<Numbers extends Uint8Array | Int32Array | Float64Array>(
  values: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(values)
  return larger
}
