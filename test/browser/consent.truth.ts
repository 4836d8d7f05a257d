/** What nine people did on the demo site, worked out by hand from docs/counting.md, and the questions that must answer it. */

/*
 * u: a view without consent, c: one with it. Seconds are told with consent, at most 60 without a sign of life.
 *
 *                        day       views    visits      new  second  entry    exit     seconds
 * rejects                today     3u       1u           -   -       -        -        -
 * accepts where landed   today     6c       1c           1   yes     /        market   20 + (10 + 10) + 5 + 5 + 3 = 53
 * accepts on the second  today     1u 2c    1u *         1   yes     library  visit    5 + 6 = 11
 * withdraws              today     1u 2c    1c           1   yes     /        market   10 (what was read since is dropped)
 * comes back             today     1c       1c           1   no      /        /        5
 *   … after 31 minutes   today     1c       1c           -   no      market   market   5
 *   … on the next day    tomorrow  1c       1c           -   no      library  library  5
 * over midnight          today     1c       1c           1   yes     /        -        60 (ten minutes without a sign)
 *   … its second view    tomorrow  1c       -            -   -       -        market   5
 * accepts too late       today     1u 1c    1u 1c        1   no      market   market   4
 * does not answer        today     1u       1u           -   -       -        -        -
 * signalled              today     2u       1u           -   -       -        -        -
 *                        today     9u 14c   5u 6c        6   4 of 7                    148
 *                        tomorrow  2c       1c           0   0 of 1                    10
 *
 * *: one with consent, which the site has had already when its first page was opened: it counts under what consent tells.
 * Visitors: six browsers today, two of them tomorrow again, six in both days.
 */
const measures = ['views', 'visits', 'visitors', 'newVisitors', 'bounces', 'entries', 'exits', 'seconds', 'coverage'] as const
type Numbers = readonly number[]
const row = (numbers: Numbers) => Object.fromEntries(measures.map((measure, index) => [measure, numbers[index]]))

const totals: Numbers = [25, 12, 6, 6, 4, 8, 8, 158, 16 / 25]
const ofToday: Numbers = [23, 11, 6, 6, 3, 7, 6, 148, 14 / 23]
const ofTomorrow: Numbers = [2, 1, 2, 0, 1, 1, 2, 10, 1]

/** By path: views, entries, exits. What was seen without consent tells no path. */
const paths: [string | null, number, number, number][] = [
  ['/demo/market.html', 6, 2, 5],
  ['/demo/', 4, 4, 1],
  ['/demo/library.html', 3, 2, 1],
  ['/demo/visit.html', 3, 0, 1],
  [null, 9, 0, 0],
]

export function truth({ today, tomorrow }: { today: string; tomorrow: string }) {
  const byPath = ['views', 'entries', 'exits']
  return {
    questions: [
      { measures, interval: 'day' },
      {
        measures: byPath,
        by: ['path'],
        order: [
          ['views', 'desc'],
          ['path', 'asc'],
        ],
      },
      { measures: ['count'], by: ['refused'] },
    ],
    answers: [
      {
        rows: [
          { date: today, ...row(ofToday) },
          { date: tomorrow, ...row(ofTomorrow) },
        ],
        totals: row(totals),
      },
      {
        rows: paths.map(([path, views, entries, exits]) => ({ path, views, entries, exits })),
        totals: { views: 25, entries: 8, exits: 8 },
      },
      { rows: [], totals: { count: 0 } },
    ],
  }
}
