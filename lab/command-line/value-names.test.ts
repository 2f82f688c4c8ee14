import { expect, test } from 'vitest'
import { csvTableNames } from '../../reports/formats/csv-tables.ts'
import { readAutotune } from '../bench/read-autotune.ts'
import { readBenchLoad } from '../bench/read-bench-load.ts'
import { readTestedMetrics } from '../compare/read-compare-options.ts'
import { varied } from '../knee/vary-plan.ts'
import { labFormats } from '../report/lab-formats.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { clientNames } from '../../models/clients/catalogue.ts'
import { buildProgram } from './build-program.ts'
import { describeCommands } from './describe-commands.ts'
import {
  arrivalKinds,
  autotuneModes,
  reportFormatTexts,
  tableNames,
  testedMetricNames,
  variedNames,
} from './value-names.ts'

test('names of values are those that the commands know', () => {
  expect(Object.keys(reportFormatTexts)).toEqual(labFormats.map(({ name }) => name))
  expect(tableNames).toEqual(csvTableNames)
  expect(variedNames).toEqual(varied)
  expect(readTestedMetrics(testedMetricNames.join(','))).toEqual(testedMetricNames)
})

test.each(arrivalKinds)('arrivals may be %s', (arrivals) => {
  expect(readBenchLoad({ rate: '5', arrivals })).toMatchObject({ arrivals })
})

test.each(autotuneModes)('a pool may tune itself in the mode %s', (mode) => {
  expect(readAutotune(mode, null, { ...UNLIMITED, maxIdlePerHost: 2 })).toMatchObject({ mode })
})

test('every flag that takes a name offers names', () => {
  const { commands } = describeCommands(
    buildProgram(new AbortController().signal, () => {}),
    { clients: clientNames, settings: ['idleTimeout'] },
  )
  const silent = commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ value, takes }) => takes !== 'nothing' && value.kind === 'none')
      .map(({ long }) => `${name} ${long}`),
  )
  // Names that nobody but the user knows.
  expect(
    silent.filter((flag) =>
      /--(client|driver|format|set|only|arrivals|table|method|runs|resume)$/.test(flag),
    ),
  ).toEqual([])
  expect(silent).toContain('init --name')
})
