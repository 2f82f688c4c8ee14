/** Flags that several commands have, in the same words. */

/** Where runs are kept unless told otherwise. */
export const RUNS = '.kneepoint/runs'

export const NO_CALIBRATION =
  'do not find out first what load this machine can make, where that is not known yet'

/** Of commands that say on stderr what they are doing. */
export const JSON_TEXT = 'print one JSON document on stdout, and everything else on stderr'
