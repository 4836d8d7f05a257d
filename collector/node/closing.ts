/** Closing what a platform's stack of opened things holds, so that its caller hears one plain error. */

/**
 * Closes everything on the stack, the last opened first. What fails to close does not keep the rest open. Rejects with the first error: the
 * platform wraps it in one `SuppressedError` for each that came after it, and these mostly follow from it.
 */
export async function closeAll(opened: AsyncDisposableStack): Promise<void> {
  try {
    await opened.disposeAsync()
  } catch (error) {
    throw firstOf(error)
  }
}

function firstOf(error: unknown): unknown {
  return error instanceof SuppressedError ? firstOf(error.suppressed) : error
}
