/** Every bound of the system with its reason. test/bounds.test.ts walks them: at the bound, and one past it. */
import * as limits from './limits.ts'

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
  pathCharacters: bound(limits.pathCharacters, 'characters', 'longer paths carry tokens, not pages'),
  pathEscaped: bound(1_800, 'characters', 'as many characters of any script, each percent-encoded in nine'),
  pathBytes: bound(
    limits.pathBytes,
    'bytes',
    'percent-encoded, as a cookie holds the last path: 88 Japanese characters, 133 Cyrillic ones',
  ),
  labelCharacters: bound(limits.labelCharacters, 'characters', 'campaign labels are read by people'),
  zoneCharacters: bound(64, 'characters', 'twice the longest name of a time zone'),
  screenPixels: bound(100_000, 'pixels', 'wider than any wall of screens'),
  engagedSeconds: bound(limits.engagedSeconds, 'seconds', 'nobody reads a page for longer without a pause'),
  vitalValue: bound(3_600_000, 'ms', 'an hour; a slower page is a broken clock'),
  // What one site may have
  siteHosts: bound(200, 'hosts', 'a city with many agencies has dozens'),
  siteCampaigns: bound(1_000, 'labels', 'more than anybody reads in a list'),
  sitePathRules: bound(100, 'rules', 'each is tried on every path; more than anybody keeps in order'),
  pathRuleStars: bound(
    10,
    'stars',
    'of a rule, or of a path of a slice: each is tried on every path, and a hundred rules of fifty took 2 ms a path',
  ),
  siteReturnHosts: bound(50, 'hosts', 'each payment or sign-on service that a site uses'),
  siteQueryValues: bound(200, 'values', 'of the one query key that names pages; they stand in every copy of the tag'),
  siteQueryCharacters: bound(60, 'characters', 'of the key, and of each value; longer ones name no page'),
  siteSlices: bound(10, 'slices', 'each view is booked once more for each that it belongs to; what a team asks often is less'),
  siteSliceNames: bound(100, 'slices', 'that have ended too: a name means the same for ever'),
  sliceValues: bound(50, 'values', 'of one condition; more than a person picks'),
  previewPaths: bound(10_000, 'paths', 'the most that a day has; those with fewer views are not looked at'),
  previewRows: bound(200, 'rows', 'more than anybody reads; each rule says how many it folds'),
  // What one question may ask
  queryQuestions: bound(limits.queryQuestions, 'questions', 'of one request; a page that asks more sends several, one after the other'),
  querySites: bound(100, 'sites', 'a city with its agencies'),
  queryFilters: bound(10, 'filters', 'more than a person can read'),
  filterValues: bound(100, 'values', 'more than a person can pick'),
  filterCharacters: bound(300, 'characters', 'longer than any stored value'),
  queryRows: bound(limits.queryRows, 'rows', 'the most values that a site and day may have'),
  queryOffset: bound(100_000, 'rows', 'nobody pages further'),
  queryDays: bound(limits.queryDays, 'days', 'eleven years, longer than any retention'),
  queryRead: bound(
    200_000,
    'rows',
    'one statement of a question: twenty values a day for a whole retention, or 6,000 a day for a month; some tens of MB in memory',
  ),
  queryReadTogether: bound(400_000, 'rows', 'all statements of one body: a hundred MB in memory until the last is answered'),
  queryReadBytes: bound(67_108_864, 'bytes', 'of one statement: as many rows with paths of usual length'),
  queryMemoryBytes: bound(300_000_000, 'bytes', 'of the store, for one statement: two at once leave it room for what is inserted'),
  queryRowsTogether: bound(
    20_000,
    'rows',
    'of all answers to one body, a few MB of text: two lists of every value, or a page of a dashboard',
  ),
  queryStatementSeconds: bound(5, 's', 'nobody waits longer for a part of a page'),
  queryMilliseconds: bound(15_000, 'ms', 'one body; a page of a dashboard takes a tenth of a second to one'),
  queryAtOnce: bound(2, 'bodies', 'of the whole collector: they share a thread, beside which events are taken'),
  queryOfOne: bound(1, 'body', 'of one asker at once, so that another always has a place'),
  queryWaiting: bound(40, 'bodies', 'of all askers: some pages that are opened at once; one more is told to come again'),
  queryWaitingOfOne: bound(8, 'bodies', 'of one asker: several pages of one person'),
  queryWaitMilliseconds: bound(30_000, 'ms', 'whoever waits so long is told to come again'),
  queryHeapBytes: bound(536_870_912, 'bytes', 'of the thread that answers: past it that thread alone ends, and is started again'),
  queryStatements: bound(
    3,
    'statements',
    'of all questions at once: one of the connections of the engine here is always left for what is being counted',
  ),
  // What is stored at once
  batchRows: bound(200_000, 'rows', 'inserts as one block, so as one part, with room to spare (the engine splits at 1,048,449)'),
  batchBytes: bound(33_554_432, 'bytes', "fits the engine's memory many times over; one that did not would wait for ever"),
  // The engine and the store over it
  engineMemoryBytes: bound(700_000_000, 'bytes', 'a machine of 2 GB has room for it; a query that wants more spills to disk at half'),
  engineBodyBytes: bound(67_108_864, 'bytes', 'twice the largest batch; 94 MB of rows were seen to fit the memory, 166 MB not'),
  engineAskConnections: bound(4, 'connections', 'one statement runs on each at a time; more would share the same two or four cores'),
  engineWaiting: bound(200, 'requests', 'ten pages that ask twenty questions each; one more is told to come again'),
  engineRestartMilliseconds: bound(5_000, 'ms', 'an engine that dies at every start must not take the machine with it'),
  engineCloseMilliseconds: bound(
    10_000,
    'ms',
    'the largest insert takes two seconds; an engine that hangs is killed, and loses nothing by it',
  ),
  storeConnections: bound(10, 'connections', 'of one thread to the store; more would only wait there'),
  // Who may come in, and how many at once
  connections: bound(2_000, 'connections', 'each may hold a whole body in memory: together 128 MiB'),
  networkConnections: bound(
    500,
    'connections',
    'of one /24 or /48: a town behind one carrier holds each for seconds, and three others have room',
  ),
  reservedFiles: bound(
    200,
    'files',
    'that the process opens beside its connections: segments, databases, sockets to the engine and name servers, pages; a hundred were seen',
  ),
  headerBytes: bound(16_384, 'bytes', 'cookies of a whole domain fit; it is what servers commonly take'),
  queryBytes: bound(1_048_576, 'bytes', 'twenty questions with every filter a person can pick'),
  bodiesBytes: bound(
    33_554_432,
    'bytes',
    'of all bodies that are being read at once, events apart: thirty of the largest, thousands of the usual size',
  ),
  formBytes: bound(1_024, 'bytes', 'a form holds a key of 43 characters'),
  sites: bound(1_000, 'sites', 'all are held in memory and listed on one page'),
  readKeys: bound(1_000, 'keys', 'one a program; nobody keeps track of more'),
  readKeyDays: bound(3_650, 'days', 'ten years; a key for longer is one without an end, and says so'),
  keyLabelCharacters: bound(100, 'characters', 'of a read key: the program that has it, or whose it is'),
  signInLinks: bound(100, 'links', 'more than anybody asks for in a day; the oldest goes first'),
  sessions: bound(1_000, 'sessions', 'a team on all its devices; the oldest goes first'),
  sessionCookies: bound(
    20,
    'cookies',
    'of a session in one request: the own one, and what hosts beside this one may have set; each is a look-up',
  ),
  failedAttempts: bound(
    20,
    'failures a minute',
    'a person mistypes a few times; a program that guesses is then told to wait, whoever has a secret is let in',
  ),
  attemptAddresses: bound(10_000, 'addresses', 'a megabyte of memory; the one whose minute began first is forgotten first'),
  restarts: bound(
    5,
    'starts',
    'of a collector that ends by itself, in a row, after 1, 2, 4, 8 and 16 s: what ends it once may be gone, what ends it each time is not',
  ),
  restartSettledMilliseconds: bound(600_000, 'ms', 'one that lived so long did not end of its start: the row begins anew'),
  logMilliseconds: bound(
    60_000,
    'ms',
    'a line that comes again is told once in so long, with how often: a fault that repeats a thousand times a second must not fill a disk',
  ),
  logLines: bound(100, 'lines', 'that are known when they come again; a program has fewer to say within a minute'),
  // What intake keeps in memory
  agentCharacters: bound(500, 'characters', 'no browser says more of itself; the rest is cut before anything reads it'),
  agentsRemembered: bound(5_000, 'user agents', 'two megabytes; the families of one are read once, not on each view'),
  namesRemembered: bound(
    5_000,
    'names',
    'half a megabyte each for hosts, referring hosts, zones and languages; the longest unused goes first',
  ),
  labelsWaiting: bound(1_000, 'labels', 'of a site and day that wait to be common; the longest unseen begins anew'),
  labelsShare: bound(100, 'labels', 'of these that one network brought: no sender fills it alone'),
  labelDays: bound(300, 'site days', 'a hundred busy sites on the three days of the world; the longest unused starts anew'),
  severalSites: bound(100, 'sites', 'whose values wait to come out of several networks; the longest unused begins anew, and is told later'),
  severalValues: bound(3_000, 'values', 'of a site whose networks are counted: under a megabyte; the longest unseen begins anew'),
  severalWaiting: bound(10_000, 'verdicts', 'found since the last flush, seconds ago; one more is found with a later view'),
  severalShare: bound(300, 'values', 'of these that wait and that one network brought: no sender fills it alone'),
  refusalsWaiting: bound(
    25_000,
    'counts',
    'every reason, and every kind of label that found no room, at every site that a collector may have; one refusal more counts as unattributed',
  ),
  straysWaiting: bound(
    5_000,
    'hosts',
    'of a site and day that have too few events for a row yet: under a megabyte; the longest unseen counts as "(other)"',
  ),
  troubleCauses: bound(20, 'causes', 'of one trouble, each said once while it lasts; of more nobody learns more'),
  // What waits on disk, and what is kept of it in memory
  spoolPendingCharacters: bound(8_388_608, 'characters', 'facts that wait for a sync: more means that the disk hangs'),
  spoolBacklogBytes: bound(2_147_483_648, 'bytes', 'days of a large city while the store is away; past it senders are told to come again'),
  segmentFacts: bound(50_000, 'facts', 'aggregates within a second or two, in memory; also the largest chunk of history'),
  segmentBytes: bound(16_777_216, 'bytes', 'read whole to aggregate; the group that reaches it is the last'),
  segmentMilliseconds: bound(1_000, 'ms', 'joint facts are on disk for seconds only; an insert a second is a good cadence for the engine'),
  segmentLateMilliseconds: bound(
    10_000,
    'ms',
    'a segment is closed within a second and aggregated within a few; one that waits longer waits for somebody to look',
  ),
  drainRestartMilliseconds: bound(
    30_000,
    'ms',
    'a drain that dies at every start, as of a damaged ledger, must not fill log and processor',
  ),
  drainDayStates: bound(200, 'site days', 'a hundred busy sites today and yesterday; the longest unused is read from the ledger again'),
  drainEarnedMilliseconds: bound(
    500,
    'ms',
    "a segment waits so long for a day's earned set, then goes without; the answer serves the next",
  ),
  drainRetryMilliseconds: bound(2_000, 'ms', 'the longest pause before the store is tried again'),
  ledgerDays: bound(5, 'days', "a day's admitted values and earned set; events come at most a day late"),
  drainRequests: bound(100, 'requests', 'askers that wait for the drain at once: a few command lines'),
  acceptedDays: bound(
    92,
    'days',
    'events accepted are kept by day as long, to the end of the month: a fault found is told by its day; of days before, one sum for each site and type',
  ),
  ledgerTurns: bound(20, 'tasks', 'audits and removals of sites, one after another; each takes seconds, and a person asks for it'),
  foldRows: bound(50_000, 'cells', 'folded in one step: read and pressed within a second beside the segments; the rest in the next step'),
  disposals: bound(1_000, 'disposals', 'on record: more than anybody makes by hand; past it the oldest are forgotten'),
  forgetValues: bound(
    2_000,
    'values',
    'taken away in one step: their rows and crosses are read and pressed within a second; the rest in the next step',
  ),
  forgetNamed: bound(100, 'values', 'in one command, each with a part of one question; one that ends in ** stands for any number'),
  foldMilliseconds: bound(3_600_000, 'ms', 'between two looks for days to fold; what is over by an hour more has waited for three days'),
  // The edge: each object is one thread with 128 MB, and a row of its storage holds two megabytes
  shardSegmentFacts: bound(5_000, 'facts', 'aggregates in a few tens of megabytes, within the second that senders may wait'),
  shardSegmentCharacters: bound(4_194_304, 'characters', 'the same for facts that say much'),
  shardBatchBytes: bound(1_900_000, 'bytes', 'pressed it is never larger, and a row of an object’s storage holds 2,000,000'),
  shardBacklogBytes: bound(
    268_435_456,
    'bytes',
    'pressed batches of days while the store is away, and a fortieth of what an object may hold; past it senders are told to come again',
  ),
  shardGroupMilliseconds: bound(
    100,
    'ms',
    'appends are gathered into one row: rows are what is paid for most, and no page waits for the answer',
  ),
  shardGroupCharacters: bound(
    500_000,
    'characters',
    'of one group: a row of an object’s storage holds 2,000,000 bytes, three to a character',
  ),
  shardDrainMilliseconds: bound(
    5_000,
    'ms',
    'between two drains: joint facts are in storage for seconds, and each drain writes its ledger',
  ),
  shardPauseMilliseconds: bound(60_000, 'ms', 'the longest pause before the store is tried again: each try is paid for'),
  shardLateMilliseconds: bound(
    180_000,
    'ms',
    'three of the longest pauses between two drains: facts that wait for longer wait for somebody to look',
  ),
  shardAppends: bound(200, 'requests a second', 'of one object; a site with more is spread over several'),
  siteShards: bound(32, 'objects', 'of one site: several thousand requests a second'),
  auditFindings: bound(1_000, 'findings', 'of each kind, more than anybody reads'),
  auditSites: bound(25, 'sites', 'compared at once: with their days twenty thousand sums, a few megabytes'),
  auditDays: bound(130, 'days', 'compared at once: all that is kept by day, where no history came in'),
  // Networks (P2)
  forwardedAddresses: bound(20, 'addresses', 'more proxies than stand in front of any server; a longer chain is not believed'),
  networkLookups: bound(5_000, 'views', 'a few megabytes of addresses under way, for seconds; one more is not attributed'),
  networksWaiting: bound(20_000, 'domains', 'ten megabytes; of those not yet common on their site and day the longest unseen goes first'),
  networksCommon: bound(20_000, 'domains', 'a hundred common networks for each of a hundred sites on two days; later ones are not counted'),
  networksRemembered: bound(50_000, 'networks', 'ten megabytes; the longest unasked goes first'),
  dnsQuestions: bound(50, 'networks at once', 'enough for hundreds of new networks a second, and kind to a name server'),
  dnsWaiting: bound(1_000, 'networks', 'a new network that finds so many waiting is not named this time'),
  dnsTries: bound(2, 'tries', 'one lost packet is common, two mean a server that is away'),
  dnsMilliseconds: bound(2_000, 'ms', 'each try; a name server near by answers in a tenth of it'),
  clockDays: bound(1, 'days', 'the world spans three calendar days at any moment'),
  // What the tag keeps on a device and in a page's memory
  moveMilliseconds: bound(limits.moveMilliseconds, 'ms', 'an app redirects within it, and nobody reads a page in less'),
  visitMinutes: bound(limits.visitMinutes, 'minutes', 'a visit ends with the pause that the field has always taken for its end'),
  visitLabelBytes: bound(
    limits.visitLabelBytes,
    'bytes',
    'with its quotes: three encoded labels and a path fit into a cookie of 1,536 bytes',
  ),
  seenPaths: bound(limits.seenPaths, 'paths', 'of a visit in one tab, as hashes: under a kilobyte; the oldest goes first'),
  cookieDays: bound(
    limits.cookieDays,
    'days',
    'half a year after the last counted view; a choice is asked for anew half a year after the Monday of its week',
  ),
  lookMilliseconds: bound(
    limits.lookMilliseconds,
    'ms',
    'between two looks at how far a page is scrolled: four a second are felt by no page',
  ),
  idleSeconds: bound(limits.idleSeconds, 'seconds', 'a page without a key, touch or move for a minute is no longer read'),
  sendAttempts: bound(limits.sendAttempts, 'attempts', 'with doubled waits a minute of "later" is outlasted; a page then stops asking'),
  sendWaiting: bound(limits.sendWaiting, 'events', 'a page sends a few; more means that every one of them was put off'),
  sendWaitSeconds: bound(limits.sendWaitSeconds, 's', 'a collector that asks for more is not coming back while the page is open'),
} as const satisfies Record<string, Bound>

export type BoundName = keyof typeof bounds
