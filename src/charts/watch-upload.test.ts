import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chartArchive } from '../../test/support/registry/chart.ts'
import { watchUpload } from './watch-upload.ts'

let warnings: string[] = []
const keep = ({ name }: Error) => void warnings.push(name)
beforeEach(() => {
  warnings = []
  process.on('warning', keep)
})
afterEach(() => {
  process.off('warning', keep)
})

/** A body in parts of 64 KiB, as a socket gives them. */
function parts(body: Buffer): Readable {
  const size = 64 * 1024
  const count = Math.ceil(body.length / size)
  return Readable.from(Array.from({ length: count }, (_, at) => body.subarray(at * size, (at + 1) * size)))
}

/** Reads an upload to its end, as the repository does. */
async function passed(body: Buffer) {
  const upload = watchUpload(parts(body), 'application/gzip')
  const received = Buffer.concat((await upload.body.toArray()) as Buffer[])
  return { received, reading: await upload.reading }
}

test('a large upload passes through whole, and leaves no listener behind', async () => {
  const files = { 'cart/model.bin': randomBytes(8 * 1024 * 1024).toString('base64') }
  const archive = chartArchive({ files })
  const { received, reading } = await passed(archive)
  expect(received.equals(archive)).toBe(true)
  expect(reading.chart).toMatchObject({ name: 'cart', version: '0.2.1', sizeBytes: archive.length })
  // Node warns of the eleventh listener of a kind.
  expect(warnings).toEqual([])
})

test('a large upload that is no archive passes through whole too', async () => {
  const body = randomBytes(8 * 1024 * 1024)
  const { received, reading } = await passed(body)
  expect(received.equals(body)).toBe(true)
  expect(reading.reason).toMatch(/^it is no gzipped tar archive: /)
  expect(warnings).toEqual([])
})
