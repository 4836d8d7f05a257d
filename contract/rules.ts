/**
 * The numbers that counting goes by, each with what it is for (docs/counting.md, docs/attack.md). One export each, so that the tag and the dashboard carry
 * only those that they use. What protects the program, and not the people who are counted, is in bounds.ts.
 */

// What a browser says of its past
/** Days since a browser was last counted are told up to this; the last stands for all longer ones. */
export const longestRecency = 31
/** Weeks since a browser's first are told up to this. */
export const oldestWeek = 26
/** Views of a visit are told up to this; the last stands for all longer ones. */
export const deepestVisit = 11
/** The numbers of views at which a visit comes into another class of depth. A function, since a list with a name of its own makes the tag longer. */
export const depthSteps = () => [1, 2, 3, 4, 6, deepestVisit] as const
/** Those classes, each by its least and its most views: `1`, `4-5`, `11+`. The mark lets a page that does not use them leave them out. */
export const depthClasses: readonly string[] = /* @__PURE__ */ depthSteps().map((least, index) => {
  const next = depthSteps()[index + 1]
  return next === undefined ? `${least}+` : next - least > 1 ? `${least}-${next - 1}` : String(least)
})

// What is common enough to be told by name, or to stand beside something else
/** Different browsers that must have carried a value before it may stand beside another. */
export const earningBrowsers = 10
/** Where nobody consents: this many views on each of so many days. */
export const earningViews = { views: 10, days: 3 }
/** The days looked back to, counted from the day that is earned for: late events have arrived by the last one. */
export const earningDays = { first: 31, last: 2 }
/** Networks of which a value must have come, within so many days, before it may stand beside another. */
export const severalNetworks = 5
export const severalWithinDays = 3
/** A network's domain is told once so many views from so many different networks (/24, /48) carried it on a day. */
export const commonViews = 10
export const commonNetworks = 3
/** From so many different browsers on one day, out of `commonNetworks`, a label is a campaign's, and not one recipient's. */
export const commonBrowsers = 10
/** Days, of those looked back to, on which a value must have been counted before it is known: a flood of a day or two makes nothing known. */
export const knownDays = 3
export const knownWithinDays = 31
/** Of a budget this part is for whoever is first; the rest for newcomers that came out of several networks. */
export const freeToNewcomers = 0.5

// What is told less closely once a day is over (folding)
/** A cross whose largest counter is below this is taken back. */
export const smallCross = 5
/** Browsers that a recency or a cohort must be able to stand for, at least. */
export const fewBrowsers = 10
/** A number of visitors below this is told as bounds only: it would speak of single people. */
export const fewVisitors = 10
/** Days after which no event can be counted on a day: those of the next day come until its own end, overnight ones until the next. */
export const daysOver = 3
