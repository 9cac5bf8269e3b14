import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { createRefresh } from './refresh.ts'

/** A list that is shown, whose answers a test gives. */
function shownList() {
  const client = new QueryClient()
  const asked: PromiseWithResolvers<string>[] = []
  const queryFn = (): Promise<string> => {
    const answer = Promise.withResolvers<string>()
    asked.push(answer)
    return answer.promise
  }
  const observer = new QueryObserver(client, { queryKey: ['events', 7], queryFn, retry: false })
  const hide = observer.subscribe(() => undefined)
  return { client, asked, observer, [Symbol.dispose]: hide }
}

test('a change while a list waits for its first answer has it asked for once more, behind that answer', async () => {
  using list = shownList()
  createRefresh(list.client, ['events', 7])()
  expect(list.asked).toHaveLength(1)
  list.asked[0]!.resolve('before the change')
  await expect.poll(() => list.asked.length).toBe(2)
  list.asked[1]!.resolve('after the change')
  await expect.poll(() => list.observer.getCurrentResult().data).toBe('after the change')
})

test('a change later has the list asked for once', async () => {
  using list = shownList()
  list.asked[0]!.resolve('before the change')
  await expect.poll(() => list.observer.getCurrentResult().data).toBe('before the change')
  createRefresh(list.client, ['events', 7])()
  await expect.poll(() => list.asked.length).toBe(2)
  list.asked[1]!.resolve('after the change')
  await expect.poll(() => list.observer.getCurrentResult().data).toBe('after the change')
  expect(list.asked).toHaveLength(2)
})
