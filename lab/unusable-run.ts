/** The run cannot say anything: the target is out of reach, fails, or the load threads could not keep up. */
export class UnusableRun extends Error {
  override readonly name = 'UnusableRun'
}
