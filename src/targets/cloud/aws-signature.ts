import { createHash, createHmac } from 'node:crypto'

/** A POST to a path that holds no character which needs an escape. */
export interface AwsRequest {
  /** With the port, where that is not the usual one. */
  readonly host: string
  readonly path: string
  /** Names in lower case; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials. */
  readonly sessionToken?: string
}

export interface AwsScope {
  readonly region: string
  /** As AWS calls it in signatures: `sqs`. */
  readonly service: string
}

/**
 * The headers that sign a request by Signature Version 4, its own included (docs.aws.amazon.com, IAM User Guide, "Create a signed AWS API
 * request"). A signature is good for five minutes before and after its time.
 */
export function awsHeaders(
  { host, path, headers, body }: AwsRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { region, service }: AwsScope,
  nowMs: number,
): { readonly headers: Readonly<Record<string, string>>; readonly secretHeaders: Record<string, string> } {
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const secretHeaders = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }
  const shown = { ...headers, 'x-amz-date': time }
  const signed = Object.entries({ ...shown, ...secretHeaders, host }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const lines = signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}\n`).join('')
  const canonical = ['POST', path, '', lines, names, sha256(body)].join('\n')
  const date = time.slice(0, 8)
  const scope = `${date}/${region}/${service}/aws4_request`
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  return { headers: shown, secretHeaders: { ...secretHeaders, authorization } }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
