/** What the front and its client agree on beyond ClickHouse's protocol. */

/** Statements of this session wait for every insert that came before them, also for one whose body is still coming. */
export const insertsSession = 'inserts'
