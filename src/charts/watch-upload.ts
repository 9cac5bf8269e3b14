import { PassThrough, type Readable, Transform } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { BellbuoyError, badRequest, messageOf } from '../domain/errors.ts'
import type { ChartReading, WatchUpload } from '../domain/registry/chart-repository.ts'
import { chartIn, unreadable } from './chart-archive.ts'

/** ChartMuseum's own limit is 20 MiB by default. */
const MAX_UPLOAD_BYTES = 128 * 1024 * 1024

export const watchUpload: WatchUpload = (body, contentType) => {
  const watched = new PassThrough()
  let bytes = 0
  /** Passes the part on that waits until the watcher has room for more, or is gone. */
  let goOn = (): void => undefined
  const resume = (): void => {
    const waiting = goOn
    goOn = () => undefined
    waiting()
  }
  watched.on('drain', resume).on('close', resume)
  const through = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length
      if (bytes > MAX_UPLOAD_BYTES) {
        const limit = `${MAX_UPLOAD_BYTES / 1024 / 1024} MiB`
        done(new BellbuoyError('PAYLOAD_TOO_LARGE', `a chart may have at most ${limit}`))
      } else if (watched.writable && !watched.write(part)) goOn = () => done(null, part)
      else done(null, part)
    },
    flush(done) {
      watched.end()
      done()
    },
  })
  through.once('close', () => {
    watched.end()
    // What a repository that has refused the upload leaves unread; else the client could not read the refusal.
    body.unpipe(through).resume()
  })
  body.once('error', (error) => through.destroy(error))
  body.once('close', () => {
    if (!body.readableEnded) through.destroy(badRequest('the client closed the connection during the upload'))
  })
  const isForm = /^multipart\/form-data/i.test(contentType)
  const reading = isForm ? chartInForm(watched, contentType) : chartIn(watched)
  return { body: body.pipe(through), reading }
}

/** Reads the chart in the field `chart` of a form. */
function chartInForm(form: Readable, contentType: string): Promise<ChartReading> {
  return new Promise((resolve) => {
    let found: Promise<ChartReading> | null = null
    const end = (reason: string): void => {
      form.resume()
      resolve(found ?? unreadable(reason))
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
      parser.on('finish', () => end('the form has no file in its field `chart`'))
      parser.on('error', (error) => end(`the form cannot be read: ${messageOf(error)}`))
      form.pipe(parser)
    } catch (error) {
      // The content type has no boundary, so it is no form.
      end(`the form cannot be read: ${messageOf(error)}`)
    }
  })
}
