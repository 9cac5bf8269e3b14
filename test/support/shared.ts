import { beforeAll } from 'vitest'

/**
 * Starts something before the first test of the file or `describe`, and ends what it put on the stack after the last.
 * @returns a function that gives it to a test
 */
export function shared<Started>(start: (stack: AsyncDisposableStack) => Promise<Started>): () => Started {
  let started: { readonly value: Started } | undefined
  beforeAll(async () => {
    await using stack = new AsyncDisposableStack()
    started = { value: await start(stack) }
    const owned = stack.move()
    return () => owned.disposeAsync()
  })
  return () => {
    if (started === undefined) throw new Error('shared parts are there while tests run, not before')
    return started.value
  }
}
