import { randomUUID } from 'node:crypto'
import type { TestApp } from '../app/start-test-app.ts'

export interface ReportedScan {
  readonly digest: string
  /** Of its one finding; without it the scan found nothing. */
  readonly severity?: string
  readonly repository?: string
}

/** Reports a completed scan of an image of the project `team`; rejects unless it was accepted. */
export async function reportScan(
  app: Pick<TestApp, 'api'>,
  { digest, severity, repository = 'team/app' }: ReportedScan,
): Promise<void> {
  const findings = severity === undefined ? [] : [{ id: 'CVE-2024-3094', severity }]
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/ci',
    type: 'SCANNING_COMPLETED',
    data: { repository, tag: 'latest', digest, scan: { findings } },
  }
  const headers = { 'content-type': 'application/cloudevents+json' }
  const { status, body } = await app.api.post('/api/v2.0/events', event, headers)
  if (status !== 200) throw new Error(`the scan was answered ${status}: ${JSON.stringify(body)}`)
}
