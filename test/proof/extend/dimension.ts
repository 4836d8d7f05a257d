/** A dimension that a field tells: the colours that a browser asks for. */
import type { Addition } from './addition.ts'
import { put } from './tree.ts'

const booking = 'collector/cells/booking.ts'
const reduce = 'collector/ingest/reduce.ts'
const encode = 'collector/spool/encode.ts'
const lists = 'dashboard/cards/list/lists.ts'

export const dimension: Addition = {
  what: 'a dimension',
  row: put(
    'contract/dimensions.ts',
    "screen: describedClosed('browser', { title: 'Screens', earns: 0 }),¦",
    "\n  theme: describedClosed('browser', { title: 'Themes', filterable: true, earns: 0 }),",
  ),
  asked: [
    {
      [`${booking}: theme`]: [
        put(booking, 'country, language, screen¦ } = description', ', theme'),
        put(booking, 'country, language, screen¦ }\n}', ', theme'),
      ],
      [`${reduce}: theme`]: [
        put(reduce, 'zone, lang, screen¦ } = event', ', theme'),
        put(reduce, 'screenClass(screen),¦', '\n    theme: theme,'),
      ],
      [`${encode}: theme`]: [
        put(encode, 'screen: fact.screen,¦', '\n    theme: fact.theme,'),
        put(encode, 'country, language, screen¦ } = fact', ', theme'),
        put(encode, 'country, language, screen¦ }\n}', ', theme'),
      ],
      [`${lists}: theme`]: [put(lists, "screen: list('screen', { column: 'Screen' }),¦", "\n  theme: list('theme', { column: 'Theme' }),")],
    },
    // No event has such a field yet: a row of the wire.
    {
      [`${reduce}: theme`]: [put('contract/events.ts', 'const place = { ¦zone:', "theme: v.optional(v.picklist(['dark', 'light'])), ")],
    },
    // Each type that takes it names it as read.
    {
      [`${reduce}: accept theme, leave theme, view theme, vitals theme`]: [
        put(reduce, "type ReadOfBrowser = 'path' | 'zone' | 'lang' | 'screen'¦", " | 'theme'"),
      ],
    },
  ],
}
