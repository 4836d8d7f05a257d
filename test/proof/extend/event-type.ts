/** A type of event: a file was taken. It is counted as what it is. */
import type { Addition } from './addition.ts'
import { put } from './tree.ts'

const bookings = 'collector/cells/bookings.ts'
const encode = 'collector/spool/encode.ts'
const fact = 'collector/fact.ts'
const reduce = 'collector/ingest/reduce.ts'
const ranges = 'test/contract/event.test.ts'
const closedList = 'test/promises/p6-closed-list.test.ts'

export const eventType: Addition = {
  what: 'a type of event',
  row: put(
    'contract/events.ts',
    "stray: row(straySchema, { withoutConsent: ['day'] }),¦",
    "\n  download: row(v.strictObject({ type: v.literal('download'), ...always, ...when }), { withoutConsent: null }),",
  ),
  asked: [
    {
      [`${reduce}: download`]: [
        put(
          fact,
          '¦/** Counts made in memory: refused',
          "export interface DownloadFact {\n  type: 'download'\n  site: string\n  day: Day\n  hour: number\n}\n\n",
        ),
        put(fact, 'VitalsFact | ConsentFact¦ | CountFact\n', ' | DownloadFact'),
        put(reduce, 'ConsentFact, Description, ¦Fact, LeaveFact', 'DownloadFact, '),
        put(reduce, '=> Fact } = {¦ view,', ' download,'),
        put(
          reduce,
          '¦function told({ site, day, hour }: Hit)',
          "function download(hit: Hit<EventOf<'download'>>): DownloadFact {\n  return { type: 'download', ...told(hit) }\n}\n\n",
        ),
      ],
      [`${ranges}: download`]: [put(ranges, "stray: { ...always, type: 'stray' },¦", "\n  download: { ...always, type: 'download' },")],
      [`${closedList}: download`]: [put(closedList, '  stray: {},¦', '\n  download: {},')],
    },
    {
      [`${bookings}: download`]: [
        put(bookings, "consent: (fact) => countedOnce(fact, 'choice', fact.choice),¦", '\n  download: () => [],'),
      ],
      [`${encode}: DownloadFact`]: [
        put(encode, '  CountFact,¦\n  Description,', '\n  DownloadFact,'),
        put(encode, '    ¦default:\n      // Of a type', "case 'download':\n      return download(fact)\n    "),
        put(
          encode,
          '¦function several({ type',
          'function download({ type, site, day, hour }: DownloadFact): Every<DownloadFact> {\n  return { type, site, day, hour }\n}\n\n',
        ),
      ],
    },
  ],
}
