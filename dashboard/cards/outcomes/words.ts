/** What it means that events were refused, or counted with a value that has no row, and what the owner can do. */
import { type Dimension, dimensionNames } from '../../../contract/dimensions.ts'
import { type Reason, reasons } from '../../../contract/reasons.ts'
import { listOf } from '../list/lists.ts'

export interface OutcomeWords {
  name: string
  /** What it is. */
  meaning: string
  /** What the owner can do. */
  advice: string
}

const untrue = 'The tag sends nothing like it: a client of yours is mistaken, a copy of the tag is old, or somebody tries.'
const advices: Partial<Record<Reason, string>> = {
  'too-slow': 'Somebody’s line is slow. Where it is many: somebody holds connections open.',
  version: 'A page has an old copy of the tag: load it from this address.',
  consent: 'A client of yours sends more than it may without a yes: leave that out.',
  detail: 'A client of yours sends what you have chosen not to receive: leave that out, or change the setting.',
  host: 'They stand under Other hosts: list the one that is yours; else it is somebody’s copy of your pages.',
  origin: 'A page of somebody else sends in your name. None of it was counted.',
  clock: 'Here and there a clock is wrong. Where it is many: somebody sends for other days.',
  bot: 'Nothing: programs are no visits.',
  spam: 'Nothing: these visits are made up.',
  fault: 'Tell whoever runs Footfall: it is in its log.',
  busy: 'Browsers send again by themselves. Where it is many: the disk is full, or the machine is too small.',
}

/** What a reason means. */
export function reasonWords(reason: string): OutcomeWords {
  const known = Object.hasOwn(reasons, reason) ? (reason as Reason) : undefined
  return { name: reason, meaning: known ? reasons[known] : '', advice: (known && advices[known]) ?? untrue }
}

const labels = 'List the labels that are yours: those are always counted by name.'
const madeUp = 'Where they are not real, somebody makes them up. What was there on other days keeps its row.'
const remedies: Partial<Record<Dimension, string>> = {
  path: `Where these pages are real, path rules put those that are alike under one name. ${madeUp}`,
  entry: 'These are the pages on which visits began: what is said of pages holds.',
  source: labels,
  medium: labels,
  campaign: labels,
  stray: 'Somebody makes hosts up. Of those that are not yours the ones with most events keep their rows.',
}

/** What it means that values of a dimension had no row. */
export function unusualWords(dimension: string): OutcomeWords {
  const known = (dimensionNames as readonly string[]).includes(dimension) ? (dimension as Dimension) : undefined
  const advice = (known && remedies[known]) ?? madeUp
  return { name: (known && listOf(known)?.title) ?? dimension, meaning: 'more different ones than a day has rows for', advice }
}
