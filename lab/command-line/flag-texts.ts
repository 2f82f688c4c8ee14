/** Flags that several commands have, in the same words. */

/** Where runs are kept unless told otherwise. */
export const RUNS = '.kneepoint/runs'

export const NO_CALIBRATION =
  'do not find out first what load this machine can make, where that is not known yet'
