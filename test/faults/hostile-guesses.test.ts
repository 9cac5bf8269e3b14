import { test } from 'vitest'
import { apiClient } from '../support/app/api-client.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type Attack, STEADY, STEADY_TIMEOUT_MS, expectSteadyIntake } from './intake-p99.ts'

/** Guesses under way at the same time, each from an address of its own, so that no brake spares the server the check. */
const GUESSERS = 16

test(
  `guesses at passwords from everywhere move the p99 of intake ${STEADY}`,
  { timeout: STEADY_TIMEOUT_MS },
  async () => {
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({ env: { BELLBUOY_TRUSTED_PROXIES: '127.0.0.1' } })
    await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
    await expectSteadyIntake(bellbuoy, guessing(bellbuoy))
  },
)

function guessing({ url }: BellbuoyProcess): Attack {
  let guesses = 0
  const guess = async (): Promise<void> => {
    const number = guesses++
    const client = apiClient(url, { user: 'admin', password: `guess ${number}` })
    const address = `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`
    await client.get('/api/v2.0/users/current', { 'x-forwarded-for': address })
  }
  return async (meanwhile) => {
    let isOver = false
    const guessers = Array.from({ length: GUESSERS }, async () => {
      while (!isOver) await guess()
    })
    const result = await meanwhile()
    isOver = true
    await Promise.all(guessers)
    return result
  }
}
