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

const untrue =
  'The tag never sends this: a client of yours has a mistake, a copy of the tag is old, or somebody is trying the collector out.'
const advices: Partial<Record<Reason, string>> = {
  'too-slow': 'A slow connection. If there are many, somebody is holding connections open.',
  version: 'A page has an old copy of the tag: load it from this address.',
  consent: 'A client of yours sends a field that needs consent: leave it out.',
  detail: 'A client of yours sends a field that you chose not to receive: leave it out, or change the setting.',
  host: 'See Other hosts: if one is yours, list it; if not, it is somebody’s copy of your pages.',
  origin: 'Somebody else’s page sends events in your name. None were counted.',
  clock: 'A few devices have a wrong clock. If there are many, somebody is sending events for other days.',
  bot: 'Nothing to do: programs are not visitors.',
  spam: 'Nothing to do: these visits are not real.',
  fault: 'Tell whoever runs Footfall: the error is in its log.',
  busy: 'Browsers retry by themselves. If there are many, the disk is full or the machine is too small.',
}

/** What a reason means. */
export function reasonWords(reason: string): OutcomeWords {
  const known = Object.hasOwn(reasons, reason) ? (reason as Reason) : undefined
  return { name: reason, meaning: known ? reasons[known] : '', advice: (known && advices[known]) ?? untrue }
}

const labels = 'List your own labels: those are always counted by name.'
const madeUp = 'If they are not real, somebody is inventing them. Values that were common before keep their rows.'
const remedies: Partial<Record<Dimension, string>> = {
  path: `If these pages are real, path rules can group similar ones under one name. ${madeUp}`,
  entry: 'These are the pages on which visits began: see the advice for pages.',
  source: labels,
  medium: labels,
  campaign: labels,
  stray: 'Somebody is inventing host names. The hosts with the most events keep their rows.',
}

/** What it means that values of a dimension had no row. */
export function unusualWords(dimension: string): OutcomeWords {
  const known = (dimensionNames as readonly string[]).includes(dimension) ? (dimension as Dimension) : undefined
  const advice = (known && remedies[known]) ?? madeUp
  return { name: (known && listOf(known)?.title) ?? dimension, meaning: 'more different values than a day has rows for', advice }
}
