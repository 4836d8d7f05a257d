/** What is kept in a cookie and sent has its bounds. */

/** The beginning of a text: at most so many characters, and bytes as a cookie holds it; never half a character, never half an escape. */
export function cut(text: string, characters: number, bytes: number): string {
  let kept = text.slice(0, characters)
  while (encodeURIComponent(JSON.stringify(kept)).length > bytes) kept = kept.slice(0, -1)
  // Half a character is longer as JSON, and still one.
  return kept === text ? text : kept.replace(/[\ud800-\udbff]$|%.?$/, '')
}
