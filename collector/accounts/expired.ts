/** Deletes what lets nobody in any more; each statement takes the time now. */
export const expired = {
  links: 'DELETE FROM sign_in_link WHERE used IS NOT NULL OR expires <= ?',
  sessions: 'DELETE FROM session WHERE expires <= ?',
}
