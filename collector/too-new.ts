/** What is kept has a version (collector/migrate.ts): a program that cannot read it leaves it as it is. */

/** A newer Footfall has written this; nothing of it was read or changed. */
export class TooNew extends Error {
  override name = 'TooNew'
  /** `what` stands before "written by a newer Footfall". */
  constructor(what: string) {
    super(`${what} written by a newer Footfall. Start that one, or name another folder with FOOTFALL_DATA.`)
  }
}
