import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type CertificateName, certificate } from '../support/receivers/tls.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

interface Case {
  readonly what: string
  /** Whose certificate the receiver at `https://localhost` shows. */
  readonly shown: CertificateName
  readonly skip: boolean
}

/** A server whose machine trusts these certificates. */
async function startTrusting(dir: string, trusted: readonly CertificateName[]): Promise<BellbuoyProcess> {
  const certificates = await Promise.all(trusted.map((name) => readFile(certificate(name).certPath, 'utf8')))
  const file = join(dir, 'trusted.pem')
  await writeFile(file, certificates.join('\n'))
  const env = { BELLBUOY_WEBHOOK_MAX_RETRY: '1', BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '1' }
  return startBellbuoy({ dir, env: { ...env, NODE_EXTRA_CA_CERTS: file } })
}

/** How one delivery to a receiver with this certificate ended. */
async function deliver(bellbuoy: BellbuoyProcess, { what, shown, skip }: Case) {
  await using receiver = await startReceiver({ tls: shown })
  const project = what.replaceAll(' ', '-')
  const target = { address: receiver.url(), skip_cert_verify: skip }
  const policy = await createPolicy(bellbuoy.api, { project, targets: [target] })
  await push(bellbuoy, { repository: `${project}/app` })
  const { id, status, status_message: reason } = await policy.endedAlone()
  return { status, reason, log: await policy.log(id), requests: receiver.requests.length }
}

describe('a receiver whose certificate', () => {
  test('is trusted and names it gets its webhook', async () => {
    await using folder = await temporaryFolder()
    await using bellbuoy = await startTrusting(folder.path, ['localhost'])

    const { status, requests } = await deliver(bellbuoy, { what: 'trusted', shown: 'localhost', skip: false })

    expect({ status, requests }).toEqual({ status: 'Success', requests: 1 })
  })

  test('names another or is signed by nobody known gets nothing, and the reason is clear', async () => {
    await using folder = await temporaryFolder()
    await using bellbuoy = await startTrusting(folder.path, ['wrong.example'])

    const named = await deliver(bellbuoy, { what: 'other name', shown: 'wrong.example', skip: false })
    const signed = await deliver(bellbuoy, { what: 'self signed', shown: 'localhost', skip: false })

    for (const { status, reason, log, requests } of [named, signed]) {
      expect({ status, requests }).toEqual({ status: 'Error', requests: 0 })
      expect(reason).toMatch(/^no trusted connection: .*; gave up: all 1 retries are used$/)
      expect(log).toMatch(/attempt 2 failed after \d+ ms \[tls\]/)
    }
    expect(named.reason).toContain("Host: localhost. is not in the cert's altnames: DNS:wrong.example")
    expect(signed.reason).toContain('self-signed certificate')
  })

  test('is wrong gets its webhook when its target says not to verify', async () => {
    await using folder = await temporaryFolder()
    await using bellbuoy = await startTrusting(folder.path, [])

    const named = await deliver(bellbuoy, { what: 'other name', shown: 'wrong.example', skip: true })
    const signed = await deliver(bellbuoy, { what: 'self signed', shown: 'localhost', skip: true })

    for (const { status, requests } of [named, signed])
      expect({ status, requests }).toEqual({ status: 'Success', requests: 1 })
  })
})

test('verification counts from the next attempt on when it is switched on or off', async () => {
  await using folder = await temporaryFolder()
  await using bellbuoy = await startTrusting(folder.path, [])
  await using receiver = await startReceiver({ tls: 'wrong.example' })
  const target = { type: 'http', address: receiver.url() }
  const policy = await createPolicy(bellbuoy.api, { targets: [{ ...target, skip_cert_verify: true }] })
  await push(bellbuoy)
  await policy.ended(1)

  await policy.update({ targets: [{ ...target, skip_cert_verify: false }] })
  await push(bellbuoy)
  await policy.ended(2)
  await policy.update({ targets: [{ ...target, skip_cert_verify: true }] })
  await push(bellbuoy)
  const executions = await policy.ended(3)

  expect(executions.map(({ status }) => status)).toEqual(['Success', 'Error', 'Success'])
})
