/** What is kept has the number of the form in which it was written: a program that knows less leaves it as it is. */

/** A newer Footfall has written this; nothing of it was read or changed. */
export class TooNew extends Error {
  override name = 'TooNew'
  /** `what` stands before "written by a newer Footfall". */
  constructor(what: string) {
    super(`${what} written by a newer Footfall. Start that one, or name another folder with FOOTFALL_DATA.`)
  }
}

/** Where each kind of file keeps its numbers: the highest is the form that it has. */
export const versionTable = 'CREATE TABLE IF NOT EXISTS version (number INTEGER PRIMARY KEY)'
export const highestVersion = 'SELECT max(number) AS number FROM version'
