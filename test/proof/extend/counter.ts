/** A counter, and the measure by which it is told: views whose page was read to its end. */
import { kinds } from '../../../collector/query/place.ts'
import { migrations } from '../../../collector/store/migrations/index.ts'
import type { Addition } from './addition.ts'
import { newFile, put } from './tree.ts'

const bookings = 'collector/cells/bookings.ts'
const formulas = 'collector/query/measure-formulas.ts'
const exactness = 'collector/query/exactness.ts'
const steps = 'collector/store/migrations'

const version = migrations.length + 1
const step = `import type { Migration } from './migration.ts'

export const readings = {
  version: ${version},
  name: 'readings',
  additive: true,
  statements: ({ database, onCluster }) => [\`ALTER TABLE \${database}.cells\${onCluster} ADD COLUMN IF NOT EXISTS \\\`readings\\\` Int64\`],
} as const satisfies Migration
`
/** Booked with engaged time, so told where that is of browser or visit. */
const decided = kinds.map((kind) => (['site', 'browser', 'visit'].includes(kind) ? 'readings' : '-')).join(' ')

export const counter: Addition = {
  what: 'a counter',
  row: put('contract/counters.ts', 'seconds: { inCrosses: true, ofSite: true },¦', '\n  readings: { inCrosses: false, ofSite: true },'),
  asked: [
    {
      [`${bookings}: readings`]: [
        put(bookings, 'const counts = { seconds: fact.seconds¦ }', ', readings: fact.scroll === 10 && fact.had !== 10 ? 1 : 0'),
        put(bookings, "  | 'seconds'¦\n  | 'count'", "\n  | 'readings'"),
      ],
      [`${formulas}: readings`]: [put(formulas, "seconds: sum('seconds'),¦", "\n  readings: sum('readings'),")],
      [`${steps}/columns.ts: readings`]: [
        put(`${steps}/columns.ts`, "count: 'cells',¦", "\n  readings: 'readings',"),
        newFile(`${steps}/${String(version).padStart(3, '0')}-readings.ts`, step),
        put(
          `${steps}/index.ts`,
          "¦import type { Migration } from './migration.ts'",
          `import { readings } from './${String(version).padStart(3, '0')}-readings.ts'\n`,
        ),
        put(`${steps}/index.ts`, '¦] as const', ', readings'),
      ],
    },
    // The formula stands nowhere yet: a row of the measures.
    {
      [`${exactness}: readings`]: [
        put(
          'contract/measures.ts',
          "seconds: { title: 'Engaged time, all visits', unit: 'seconds', addsUp: true },¦",
          "\n  readings: { title: 'Read to the end', unit: 'count', addsUp: true },",
        ),
        put(exactness, '¦} as const satisfies Record<PlainMeasure, string>', `  readings: '${decided}',\n`),
      ],
    },
  ],
}
