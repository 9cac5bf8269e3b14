import type { RegistryEvent } from '../../../src/domain/event/event.ts'
import type { EventType } from '../../../src/domain/event/event-type.ts'
import { type RegistryEventFacts, registryEvent } from './registry-event.ts'
import { scanOf } from './scan.ts'

/** One event for each golden file of Harbor's formats, by the file's name: the facts that Harbor had. */
export const HARBOR_EXAMPLES: Readonly<Record<string, RegistryEvent>> = {
  PUSH_ARTIFACT: example(0, 'PUSH_ARTIFACT', '10:00:03', { operator: 'robot$shop+ci' }),
  PULL_ARTIFACT: example(1, 'PULL_ARTIFACT', '10:01:03', { artifact: { digest: digest('a1') } }),
  DELETE_ARTIFACT: example(2, 'DELETE_ARTIFACT', '10:02:03', {
    artifacts: ['1.3.0', '1.3'].map((tag) => ({ digest: digest('b2'), tag })),
  }),
  SCANNING_COMPLETED: example(3, 'SCANNING_COMPLETED', '10:03:03', { detail: { scan: scanOf('High') } }),
  'SCANNING_COMPLETED-scan-all': example(9, 'SCANNING_COMPLETED', '10:15:03', {
    operator: 'harbor-jobservice',
    detail: { scan: { ...scanOf(), type: null } },
  }),
  'SCANNING_COMPLETED-sbom': example(9, 'SCANNING_COMPLETED', '10:16:03', {
    detail: { scan: sbomScan() },
  }),
  SCANNING_FAILED: example(4, 'SCANNING_FAILED', '10:04:03', { detail: { scan: endedScan('Error') } }),
  SCANNING_STOPPED: example(5, 'SCANNING_STOPPED', '10:05:03', { detail: { scan: endedScan('Stopped') } }),
  QUOTA_EXCEED: example(6, 'QUOTA_EXCEED', '10:06:03', {
    operator: 'bob',
    artifact: { digest: digest('c3'), tag: '2.0.0' },
    detail: quota(
      'adding 3.5 MiB of storage resource, which when updated to current usage of 8.0 MiB will exceed the configured upper limit of 10.0 MiB.',
    ),
  }),
  QUOTA_WARNING: example(7, 'QUOTA_WARNING', '10:07:03', {
    operator: 'bob',
    artifacts: [],
    detail: quota('quota usage reach 85%: resource storage used 9.1 MiB of 10.0 MiB'),
  }),
  REPLICATION: example(8, 'REPLICATION', '10:08:03', {
    ...projectWide(),
    detail: { replication: replication() },
  }),
  TAG_RETENTION: example(9, 'TAG_RETENTION', '10:09:03', {
    ...projectWide(),
    detail: { retention: retention() },
  }),
  UPLOAD_CHART: {
    ...example(9, 'UPLOAD_CHART', '10:00:00', {
      repository: 'shop/cart',
      artifact: { tag: '0.2.1' },
      detail: { chart: { name: 'cart', version: '0.2.1', sizeBytes: 4512 } },
    }),
    occurredAtMs: 1_635_393_400_000,
  },
}

function example(number: number, type: EventType, time: string, facts: RegistryEventFacts): RegistryEvent {
  const { detail } = facts
  return registryEvent({
    id: `0f6b2c1e-3d4a-4b5c-8d6e-7f8091a2b30${number}`,
    type,
    occurredAtMs: Date.parse(`2026-03-01T${time}.999Z`),
    operator: 'alice',
    ...facts,
    detail: { requestId: `9a1d7c52-6e0f-4f7b-a3c4-5d6e7f80910${number}`, ...detail },
  })
}

function digest(pair: string): string {
  return `sha256:${pair.repeat(32)}`
}

function quota(details: string) {
  const mib = 1024 * 1024
  return { quota: { limitBytes: 10 * mib, usedBytes: 8 * mib, details } }
}

function projectWide() {
  return { project: 'shop', repository: '', artifacts: [], operator: 'admin' }
}

function endedScan(status: string) {
  const scan = scanOf('')
  const report = {
    ...scan.reports[0]!,
    reportId: 'c1f1b7a2-50a8-4d44-8f0c-2c6f5f5d9e77',
    status,
    durationSeconds: 4,
    summary: null,
    startTime: '2026-03-01T10:03:58Z',
    endTime: '2026-03-01T10:04:02Z',
    scanner: null,
    completePercent: 0,
  }
  return { ...scan, reports: [report] }
}

function sbomScan() {
  const scan = scanOf('')
  const report = {
    ...scan.reports[0]!,
    durationSeconds: 6,
    startTime: '2026-03-01T10:15:55Z',
    endTime: '2026-03-01T10:16:01Z',
    sbom: { repository: 'shop/web', digest: digest('e5') },
  }
  return { ...scan, type: 'sbom' as const, reports: [report] }
}

function replication() {
  return {
    harbor_hostname: 'registry.acme.test',
    job_status: 'Success',
    description: 'nightly pull',
    artifact_type: 'image',
    authentication_type: 'basic',
    override_mode: true,
    trigger_type: 'MANUAL',
    policy_creator: 'admin',
    execution_timestamp: 1_772_359_500,
    src_resource: {
      registry_name: 'hub',
      registry_type: 'docker-hub',
      endpoint: 'https://hub.docker.com',
      namespace: 'library',
    },
    dest_resource: { registry_type: 'harbor', endpoint: 'https://registry.acme.test', namespace: 'shop' },
    successful_artifact: [
      { type: 'image', status: 'Success', name_tag: 'alpine [1 item(s) in total]', references: ['3.20'] },
    ],
    execution_id: 31,
    task_id: 57,
  }
}

function retention() {
  const selector = { kind: 'doublestar' }
  return {
    total: 4,
    retained: 3,
    harbor_hostname: 'registry.acme.test',
    project_name: 'shop',
    retention_policy_id: 2,
    retention_rule: [
      {
        template: 'latestPushedK',
        params: { latestPushedK: 3 },
        tag_selectors: [{ ...selector, decoration: 'matches', pattern: '**', extras: '{"untagged":true}' }],
        scope_selectors: {
          repository: [{ ...selector, decoration: 'repoMatches', pattern: '**', extras: '' }],
        },
      },
    ],
    result: 'SUCCESS',
    deleted_artifact: [{ type: 'image', status: 'SUCCESS', name_tag: 'web:1.3.0', references: null }],
  }
}
