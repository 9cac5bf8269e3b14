import { expect, test } from 'vitest'
import { leasedDelivery } from '../../test/support/events/leased-delivery.ts'
import { templatesHere } from '../../test/support/events/rendered.ts'
import type { TargetWithSecrets } from '../domain/target/target.ts'
import { systemClock } from '../domain/clock.ts'
import { createLog } from '../log.ts'
import { createAttempter } from './attempter.ts'

const target: TargetWithSecrets = {
  id: 1,
  type: 'pigeon',
  address: 'loft',
  skipCertVerify: false,
  payloadFormat: 'Default',
  attachment: '',
  options: {},
  hasAuthHeader: false,
  hasSecret: false,
  isPaused: false,
  isHeld: false,
  formerSigningUntilMs: null,
  authHeader: null,
  secret: null,
  formerSigningSecret: null,
}

const attemptTo = async (targetForSending: () => Promise<TargetWithSecrets | null>) => {
  const attempter = createAttempter({
    store: { targets: { withSecrets: targetForSending }, onRulesChanged: () => undefined },
    targetKinds: [],
    templates: templatesHere,
    keepRendering: ({ payload }) => Promise.resolve(payload),
    clock: systemClock,
    log: createLog('silent'),
  })
  return (await attempter.attempt(leasedDelivery(1), []))?.[0]
}

test('a delivery to a target that is gone fails for good', async () => {
  const outcome = await attemptTo(() => Promise.resolve(null))
  expect(outcome?.failure).toMatchObject({ code: 'internal', text: 'the target is gone', permanent: true })
})

test('a delivery to a kind of target that this program does not know fails for good', async () => {
  const outcome = await attemptTo(() => Promise.resolve(target))
  expect(outcome?.failure).toMatchObject({ text: 'there is no target of type pigeon', permanent: true })
})

test('a fault of ours is a failed attempt, and will be tried again', async () => {
  const outcome = await attemptTo(() => Promise.reject(new Error('another key')))
  const text = 'Bellbuoy could not make the attempt: another key'
  expect(outcome?.failure).toMatchObject({ code: 'internal', text, permanent: false })
})
