// A chain of four services, gateway, orders, inventory and a stand-in for a database, and one fault in it at a time. Which
// service is at fault, of what kind the fault is, and which setting to change has to be found from the traces and figures
// that all four tell. Errors alone point at the gateway most of the time, as everything fails there in the end.
// The seed draws the faults: three of different kinds with --quick, one of each kind else.
import { defineCascade } from 'kneepoint'

export default defineCascade({
  name: 'cascade',
  seed: 12,
  rate: 80,
})
