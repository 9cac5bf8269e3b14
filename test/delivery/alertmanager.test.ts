import { expect, test } from 'vitest'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { randomDigest } from '../support/events/envelopes.ts'
import { reportScan } from '../support/events/scan-event.ts'
import { startAlertmanager } from '../support/services/alertmanager.ts'

test.skipIf(!available('prometheus-alertmanager'))(
  'a real Alertmanager has one alert for all findings of an image, and none after a scan without',
  async () => {
    await using alertmanager = await startAlertmanager()
    await using app = await startTestApp({ settings: { EXTERNAL_URL: 'https://bellbuoy.example.com' } })
    const eventTypes = ['TARGET_FAILING', 'TARGET_RECOVERED', 'SCANNING_COMPLETED']
    const target = { type: 'alertmanager', address: alertmanager.url }
    const policy = await createPolicy(app.api, { eventTypes, targets: [target] })
    const digest = randomDigest()
    for (const [count, severity] of [
      [1, 'High'],
      [2, 'Critical'],
    ] as const) {
      await reportScan(app, { digest, severity })
      await policy.ended(count)
      const [alert, ...others] = await alertmanager.firing()
      expect(others).toEqual([])
      expect(alert!.labels).toEqual({
        alertname: 'BellbuoyScanFindings',
        alert_key: `bellbuoy scan team/app@${digest}`,
        project: 'team',
        severity: 'error',
      })
      expect(alert!.annotations['worst_severity']).toBe(severity === 'High' ? 'error' : 'critical')
      expect(Date.parse(alert!.endsAt) - Date.now()).toBeGreaterThan(167 * 3_600_000)
    }

    const path = '/api/v2.0/projects/team/webhook/targets/test'
    const samples = ['TARGET_FAILING', 'TARGET_RECOVERED'].map((event_type) => ({ event_type, target }))
    for (const [index, body] of samples.entries()) {
      expect((await app.api.post(path, body)).body).toMatchObject({ success: true })
      expect(await alertmanager.firing()).toHaveLength(2 - index)
    }

    await reportScan(app, { digest, severity: 'Low' })
    const executions = await policy.ended(3)
    expect(await alertmanager.firing()).toEqual([])
    expect(executions.map(({ status }) => status)).toEqual(['Success', 'Success', 'Success'])
  },
)
