/** What queueing theory says of a queue with Poisson arrivals. Times are multiples of the mean service time. */
export interface QueueingReference {
  readonly servers: number
  /** Arrival rate × mean service time / servers. */
  readonly utilization: number
  readonly meanResponse: number
}

/** Of M/M/c, the percentiles of the response time too. */
export interface MmcReference extends QueueingReference {
  /** Probability of having to wait. */
  readonly erlangC: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/**
 * M/M/c, first come first served: c, ρ, Erlang's C, mean response time W and its percentiles, in double precision to 8
 * decimals. C = B / (1 − ρ (1 − B)), with B by Erlang's recursion B(0) = 1, B(k) = a B(k − 1) / (k + a B(k − 1)), a =
 * cρ; W = 1 + C / (c (1 − ρ)); percentiles are roots of the response time's survival function.
 */
const MMC_ROWS: ReadonlyArray<readonly [number, number, number, number, number, number, number]> = [
  [1, 0.5, 0.5, 2.0, 1.38629436, 5.99146455, 9.21034037],
  [1, 0.7, 0.7, 3.33333333, 2.3104906, 9.98577425, 15.35056729],
  [1, 0.8, 0.8, 5.0, 3.4657359, 14.97866137, 23.02585093],
  [1, 0.9, 0.9, 10.0, 6.93147181, 29.95732274, 46.05170186],
  [1, 0.95, 0.95, 20.0, 13.86294361, 59.91464547, 92.10340372],
  [2, 0.5, 0.33333333, 1.33333333, 0.97441161, 3.81646031, 5.66596068],
  [2, 0.7, 0.57647059, 1.96078431, 1.45114497, 5.54552922, 8.2655765],
  [2, 0.8, 0.71111111, 2.77777778, 2.04003145, 7.91068425, 11.93737024],
  [2, 0.9, 0.85263158, 5.26315789, 3.76915938, 15.29723894, 23.34443],
  [2, 0.95, 0.92564103, 10.25641026, 7.21196882, 30.23824008, 46.33261921],
  [4, 0.5, 0.17391304, 1.08695652, 0.78340976, 3.14970433, 4.76424844],
  [4, 0.7, 0.42865432, 1.35721193, 1.02854691, 3.75249584, 5.4925575],
  [4, 0.8, 0.59643247, 1.74554059, 1.34619905, 4.7380195, 6.89320375],
  [4, 0.9, 0.78775326, 2.96938316, 2.25450369, 8.16552482, 12.19316744],
  [4, 0.95, 0.891419, 5.45709498, 3.9855607, 15.5196735, 23.56686514],
  [8, 0.5, 0.05904399, 1.014761, 0.71034334, 3.01522016, 4.62466033],
  [8, 0.7, 0.27060293, 1.11275122, 0.81686216, 3.1705297, 4.78168202],
  [8, 0.8, 0.45764493, 1.28602808, 0.98633437, 3.50844265, 5.15218156],
  [8, 0.9, 0.70153299, 1.87691624, 1.48935535, 4.92514678, 7.08734745],
  [8, 0.95, 0.84416863, 3.11042158, 2.41005394, 8.33802396, 12.36604857],
  [16, 0.5, 0.00901881, 1.00112735, 0.69442479, 2.99701985, 4.60645776],
  [16, 0.7, 0.12967579, 1.02701579, 0.72459858, 3.0292878, 4.63872605],
  [16, 0.8, 0.30488391, 1.09527622, 0.80185644, 3.12539164, 4.73495157],
  [16, 0.9, 0.59134339, 1.36958962, 1.07800977, 3.62354348, 5.2698346],
  [16, 0.95, 0.78019246, 1.97524058, 1.59616887, 5.05148302, 7.21660563],
  [32, 0.5, 0.00029106, 1.00001819, 0.69316658, 2.99575168, 4.60518959],
  [32, 0.7, 0.03801947, 1.00396036, 0.69754738, 3.0001434, 4.60958131],
  [32, 0.8, 0.16062321, 1.02509738, 0.72187244, 3.02504351, 4.63448142],
  [32, 0.9, 0.45819662, 1.14318644, 0.85575532, 3.18476667, 4.79435623],
  [32, 0.95, 0.69571011, 1.43481882, 1.14905189, 3.70574447, 5.35319002],
  [64, 0.5, 4.3e-7, 1.00000001, 0.69314719, 2.99573229, 4.6051702],
  [64, 0.7, 0.00441255, 1.00022982, 0.6933896, 2.99597469, 4.6054126],
  [64, 0.8, 0.05605638, 1.0043794, 0.69788522, 3.00047157, 4.60990948],
  [64, 0.9, 0.31066332, 1.04854114, 0.74812552, 3.0516685, 4.66110642],
  [64, 0.95, 0.58801093, 1.18375342, 0.90049898, 3.23243126, 4.84203625],
]

export const MMC_REFERENCE: readonly MmcReference[] = MMC_ROWS.map(
  ([servers, utilization, erlangC, meanResponse, p50, p95, p99]) => ({
    servers,
    utilization,
    erlangC,
    meanResponse,
    p50,
    p95,
    p99,
  }),
)

/** @throws RangeError when the table has no such row */
export function mmcReference(servers: number, utilization: number): MmcReference {
  const row = MMC_REFERENCE.find((each) => each.servers === servers && each.utilization === utilization)
  if (row === undefined) throw new RangeError(`no reference for c = ${servers}, rho = ${utilization}`)
  return row
}

/** P(response > t) in M/M/c with mean service time 1, by Erlang's C. */
export function mmcSurvival({ servers, utilization, erlangC }: MmcReference, t: number): number {
  const spare = servers * (1 - utilization) - 1
  const late = Math.abs(spare) < 1e-9 ? t : (1 - Math.exp(-spare * t)) / spare
  return Math.exp(-t) * (1 + erlangC * late)
}

/** M/G/1: Pollaczek (1930) and Khinchine (1932), wait = ρ (1 + cs²) / 2 (1 − ρ) service times. */
export function pollaczekKhinchine(utilization: number, cs2: number): QueueingReference {
  const meanWait = (utilization * (1 + cs2)) / (2 * (1 - utilization))
  return { servers: 1, utilization, meanResponse: 1 + meanWait }
}
