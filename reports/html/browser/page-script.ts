import { enliven } from './live-charts.ts'
import { offerCopies } from './copy-buttons.ts'
import { offerThemes } from './theme-switch.ts'

offerThemes()
offerCopies()
enliven()
