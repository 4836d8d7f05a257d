/** Every bound of the system with its reason. test/bounds.test.ts walks them: at the bound, and one past it. */

export interface Bound {
  max: number
  unit: string
  why: string
}

const bound = (max: number, unit: string, why: string): Bound => ({ max, unit, why })

export const bounds = {
  // What one request may bring
  bodyBytes: bound(65_536, 'bytes', 'browsers refuse keepalive bodies over 64 KiB, so no honest event needs more'),
  bodyEvents: bound(100, 'events', 'a page sends a few; an importer sends many requests'),
  bodyMilliseconds: bound(10_000, 'ms', 'a sender slower than this holds a connection, not an event'),
  // What one field may hold
  pathCharacters: bound(200, 'characters', 'longer paths carry tokens, not pages'),
  labelCharacters: bound(100, 'characters', 'campaign labels are read by people'),
  engagedSeconds: bound(3_600, 'seconds', 'nobody reads a page for longer without a pause'),
  vitalValue: bound(3_600_000, 'ms', 'an hour; a slower page is a broken clock'),
  // What one site may have
  siteHosts: bound(200, 'hosts', 'a city with many agencies has dozens'),
  siteCampaigns: bound(1_000, 'labels', 'more than anybody reads in a list'),
  // What one question may ask
  queryQuestions: bound(20, 'questions', 'a dashboard page asks about that many at once'),
  querySites: bound(100, 'sites', 'a city with its agencies'),
  queryFilters: bound(10, 'filters', 'more than a person can read'),
  filterValues: bound(100, 'values', 'more than a person can pick'),
  filterCharacters: bound(300, 'characters', 'longer than any stored value'),
  queryRows: bound(10_000, 'rows', 'the most values that a site and day may have'),
  queryOffset: bound(100_000, 'rows', 'nobody pages further'),
  queryDays: bound(4_000, 'days', 'eleven years, longer than any retention'),
  // What is stored at once
  batchRows: bound(200_000, 'rows', 'inserts as one block, so as one part, with room to spare (the engine splits at 1,048,449)'),
  // Who may come in, and how many at once
  connections: bound(2_000, 'connections', 'each may hold a whole body in memory: together 128 MiB'),
  headerBytes: bound(16_384, 'bytes', 'cookies of a whole domain fit; it is what servers commonly take'),
  queryBytes: bound(1_048_576, 'bytes', 'twenty questions with every filter a person can pick'),
  sites: bound(1_000, 'sites', 'all are held in memory and listed on one page'),
  readKeys: bound(1_000, 'keys', 'one a program; nobody keeps track of more'),
  signInLinks: bound(100, 'links', 'each start makes one; the oldest goes first'),
  sessions: bound(1_000, 'sessions', 'a team on all its devices; the oldest goes first'),
  failedAttempts: bound(20, 'failures a minute', 'a person mistypes a few times; a program that guesses is slowed to nothing'),
  attemptAddresses: bound(10_000, 'addresses', 'a megabyte of memory; the longest idle is forgotten first'),
  clockDays: bound(1, 'days', 'the world spans three calendar days at any moment'),
} as const satisfies Record<string, Bound>

export type BoundName = keyof typeof bounds
