import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../test/support/events/registry-event.ts'
import type { ScannerPulls } from '../domain/scanning/scanner.ts'
import { withoutScannerPulls } from './scanner-pulls.ts'

async function isKept(pulls: ScannerPulls, facts: RegistryEventFacts): Promise<boolean> {
  const event = registryEvent({ type: 'PULL_ARTIFACT', client: '10.0.0.9 trivy/0.60.0', ...facts })
  const kept = await withoutScannerPulls([event], { pulls: () => Promise.resolve([pulls]) })
  return kept.length === 1
}

test('a scanner is known by its account, by its program, or by both where both are set', async () => {
  const scanner = { operator: 'robot$scanner' }
  expect(await isKept({ account: 'robot$scanner', userAgent: '' }, scanner)).toBe(false)
  expect(await isKept({ account: '', userAgent: 'Trivy' }, scanner)).toBe(false)
  expect(await isKept({ account: 'robot$scanner', userAgent: 'trivy' }, scanner)).toBe(false)
  expect(await isKept({ account: 'robot$scanner', userAgent: 'trivy' }, { operator: 'ci' })).toBe(true)
  expect(await isKept({ account: 'robot$scanner', userAgent: '' }, { operator: 'ci' })).toBe(true)
})

test('a scanner of which nothing is set is not recognised, and what a scanner pushes is an event', async () => {
  expect(await isKept({ account: '', userAgent: '' }, { operator: '' })).toBe(true)
  expect(await isKept({ account: '', userAgent: 'trivy' }, { type: 'PUSH_ARTIFACT' })).toBe(true)
})
