import { expect, test } from 'vitest'
import { WebhooksFirst } from './webhooks-first.ts'

async function msToPass(first: WebhooksFirst): Promise<number> {
  const startMs = performance.now()
  await first.pass()
  return performance.now() - startMs
}

test('without a rush runs start at once, however often', async () => {
  let looks = 0
  const first = new WebhooksFirst(() => {
    looks += 1
    return 7
  })
  for (let start = 0; start < 20; start++) await first.pass()
  expect(looks).toBe(20)
})

test('in a rush the first start waits for nothing, and each further one a tenth of a second', async () => {
  const first = new WebhooksFirst(() => 8)
  await first.pass()
  expect(await msToPass(first)).toBeGreaterThanOrEqual(95)
  expect(await msToPass(first)).toBeGreaterThanOrEqual(95)
})

test('runs start when the rush is over', async () => {
  let takingIn = 8
  let looks = 0
  const first = new WebhooksFirst(() => {
    looks += 1
    if (looks === 4) takingIn = 0
    return takingIn
  })
  await first.pass()
  await first.pass()
  expect(looks).toBe(4)
})
