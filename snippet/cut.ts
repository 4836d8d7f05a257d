/** What is kept in a cookie and sent has its bounds. */

/** The beginning of a text: at most so many characters, and bytes as a cookie holds it; never half a character, never half an escape. */
export function cut(text: string, characters: number, bytes: number): string {
  // A little more than may stay, so that what lies across the end is seen whole.
  let kept = text.slice(0, characters + 2)
  while (kept.length > characters || encodeURIComponent(JSON.stringify(kept)).length > bytes) kept = kept.replace(/(%..|.)$/su, '')
  return kept
}
