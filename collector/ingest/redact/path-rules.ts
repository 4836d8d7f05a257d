/** The owner's path rules: a path counts as the first rule that it meets, word for word (docs/labels.md). */

/** Folds labelled paths. What it gives it leaves as it is when it is given it again. */
export function pathRules(rules: readonly string[]): (path: string) => string {
  if (rules.length === 0) return (path) => path
  // A rule's own text may meet an earlier rule: `/a/**` would meet `/a/*`.
  const texts = new Set(rules)
  const all = new RegExp(`^(?:${rules.map(sourceOf).join('|')})$`, 's')
  const each = rules.map((rule) => ({ rule, meets: pathTest(rule) }))
  return (path) => (all.test(path) && !texts.has(path) ? (each.find(({ meets }) => meets(path))?.rule ?? path) : path)
}

/** Whether a path meets a pattern (`pathPattern` in contract/site.ts). */
export function pathTest(pattern: string): (path: string) => boolean {
  const expression = new RegExp(`^${sourceOf(pattern)}$`, 's')
  return (path) => expression.test(path)
}

// Every character of the syntax of expressions.
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function sourceOf(pattern: string): string {
  return pattern
    .split('/')
    .map((segment) => (segment === '**' ? '.+' : segment === '*' ? '[^/]+' : escaped(segment)))
    .join('/')
}
