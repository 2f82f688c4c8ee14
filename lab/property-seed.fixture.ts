import * as fc from 'fast-check'

/**
 * Properties draw the same cases in every run, so that one that fails fails again, on any runtime.
 * KNEEPOINT_PROPERTY_SEED, a whole number, draws others.
 */
const seed = Number(process.env.KNEEPOINT_PROPERTY_SEED ?? 1)
if (!Number.isInteger(seed)) throw new RangeError('KNEEPOINT_PROPERTY_SEED is a whole number')
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
