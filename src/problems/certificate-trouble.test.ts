import { expect, test } from 'vitest'
import { certificateTrouble } from './certificate-trouble.ts'

const DAY_MS = 24 * 3_600_000
const nowMs = Date.UTC(2030, 0, 1)
const certificate = { subject: 'CN=buoy.example', validToMs: nowMs + 14 * DAY_MS, unread: null }

test('a certificate that is valid for two weeks more is no problem', () => {
  expect(certificateTrouble(certificate, nowMs)).toBeNull()
})

test('one that ends sooner is, and so is one that has ended', () => {
  for (const validToMs of [certificate.validToMs - 1, nowMs - 1])
    expect(certificateTrouble({ ...certificate, validToMs }, nowMs)).toMatchObject({
      kind: 'certificate_ending',
      cause: 'certificate_ending',
      reason: `the certificate of CN=buoy.example is valid until ${new Date(validToMs).toISOString()}`,
    })
})

test('a new one that could not be read is one, however long the one in use lasts', () => {
  const unread = '/etc/tls/cert.pem has no certificate in PEM'
  expect(certificateTrouble({ ...certificate, unread }, nowMs)).toMatchObject({
    cause: 'certificate_unread',
    reason: expect.stringContaining(`${unread}; the certificate of CN=buoy.example`),
  })
})
