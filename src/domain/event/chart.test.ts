import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { asChartEvent } from './chart.ts'

const digest = `sha256:${'c3'.repeat(32)}`
const artifactType = 'application/vnd.cncf.helm.config.v1+json'
const archive = {
  digest,
  mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  sizeBytes: 4512,
  platform: null,
}

test.for([
  ['PUSH_ARTIFACT', 'UPLOAD_CHART'],
  ['PULL_ARTIFACT', 'DOWNLOAD_CHART'],
  ['DELETE_ARTIFACT', 'DELETE_CHART'],
] as const)('%s of a chart is %s', ([type, expected]) => {
  const event = registryEvent({ type, artifact: { digest, tag: '0.2.1', artifactType } })
  expect(asChartEvent(event).type).toBe(expected)
})

test('a chart has the last part of its repository as its name, its tag as its version and the size of its archive', () => {
  const artifact = { digest, tag: '0.2.1_build.7', artifactType }
  const event = registryEvent({ repository: 'shop/charts/cart', artifact, references: [archive] })
  const chart = { name: 'cart', version: '0.2.1+build.7', sizeBytes: 4512 }
  expect(asChartEvent(event).detail).toEqual({ chart })
})

test('an image and a tag of a chart stay what they are', () => {
  const image = registryEvent({
    artifact: { digest, artifactType: 'application/vnd.oci.image.config.v1+json' },
  })
  const tag = registryEvent({ type: 'CREATE_TAG', artifact: { digest, artifactType } })
  expect([asChartEvent(image), asChartEvent(tag)]).toEqual([image, tag])
})
