/** An error in words for one line of a log: what it says, and what it was caused by; its kind where it says nothing. Never a stack. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, cause } = error as Error & { code?: unknown }
  const said = (error.message || String(code ?? error.name)).replaceAll(/\s*\n\s*/g, ' ')
  const deeper = cause === undefined ? '' : whyOf(cause)
  return deeper === '' || said.includes(deeper) ? said : `${said}: ${deeper}`
}

/** What tells an error from others of its kind, whatever name of a file it mentions. */
export function causeOf(error: unknown): string {
  const { code, message, cause } = error as Error & { code?: unknown }
  return cause === undefined ? String(code ?? message ?? error) : causeOf(cause)
}

/** Where it happened, without its message: that may quote what was sent. */
export function placesOf({ name, stack = '' }: Error): string {
  return [name, ...stack.split('\n').filter((line) => /^ +at /.test(line))].join('\n')
}
