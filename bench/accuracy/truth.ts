/** What was really true: people, browsers, and visits as everybody defines them, views of one person on one browser less than 30 minutes apart. */
import { byKey, byPause, type Count } from './count.ts'
import type { View } from './view.ts'

export interface Truth {
  people: Count
  browsers: Count
}

export function truthOf(views: readonly View[]): Truth {
  const visits = byPause(
    views,
    byKey(views, ({ person, browser }) => `${person}|${browser}`),
  )
  return {
    people: { visitors: byKey(views, ({ person }) => String(person)), visits },
    browsers: { visitors: byKey(views, ({ browser }) => String(browser)), visits },
  }
}
