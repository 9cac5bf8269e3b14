import { PassThrough, type Readable, Transform } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import type { WatchUpload } from '../domain/registry/chart-repository.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { Chart } from '../domain/event/event-detail.ts'
import { chartIn } from './chart-archive.ts'

/** ChartMuseum's own limit is 20 MiB by default. */
const MAX_UPLOAD_BYTES = 128 * 1024 * 1024

export const watchUpload: WatchUpload = (body, contentType) => {
  const watched = new PassThrough()
  let bytes = 0
  const through = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length
      if (bytes > MAX_UPLOAD_BYTES) {
        const limit = `${MAX_UPLOAD_BYTES / 1024 / 1024} MiB`
        done(new BellbuoyError('PAYLOAD_TOO_LARGE', `a chart may have at most ${limit}`))
      } else if (watched.writable && !watched.write(part)) {
        watched.once('drain', () => done(null, part))
        watched.once('close', () => done(null, part))
      } else done(null, part)
    },
    flush(done) {
      watched.end()
      done()
    },
  })
  through.once('close', () => watched.end())
  body.once('error', (error) => through.destroy(error))
  body.once('close', () => {
    if (!body.readableEnded) through.destroy(new Error('the client closed the connection'))
  })
  const isForm = /^multipart\/form-data/i.test(contentType)
  const chart = isForm ? chartInForm(watched, contentType) : chartIn(watched)
  return { body: body.pipe(through), chart }
}

/** The chart in the field `chart` of a form. */
function chartInForm(form: Readable, contentType: string): Promise<Chart | null> {
  return new Promise((resolve) => {
    let found: Promise<Chart | null> | null = null
    const end = (): void => {
      form.resume()
      resolve(found)
    }
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { files: 10, fields: 10 },
      })
      parser.on('file', (field, file) => {
        if (field === 'chart' && found === null) found = chartIn(file)
        else file.resume()
      })
      parser.on('finish', end)
      parser.on('error', end)
      form.pipe(parser)
    } catch {
      // The content type has no boundary, so it is no form.
      end()
    }
  })
}
