/** A setting of a site: that the colours which browsers ask for are counted. */
import type { Addition } from './addition.ts'
import { put } from './tree.ts'

const rows = 'collector/sites/setting-rows.ts'

export const setting: Addition = {
  what: 'a setting',
  row: put('contract/site.ts', '  oneNetwork: v.optional(v.literal(true)),¦', '\n  themes: v.optional(v.literal(true)),'),
  asked: [
    {
      [`${rows}: themes`]: [put(rows, '  ¦paths: {},', "themes: flag('themes', 'the colours that browsers ask for are counted'),\n  ")],
    },
  ],
}

/** What a setting does is what reads it: here the dimension of test/proof/extend/dimension.ts. */
export const settingIsRead = put('collector/ingest/reduce.ts', '    theme: theme¦,', ' && site.themes ? theme : undefined')
