import { setTimeout as delay } from 'node:timers/promises'
import type { Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import type { RawReceiver } from '../../support/receivers/raw-receiver.ts'
import { type CertificateName, certificate } from '../../support/receivers/tls.ts'
import { answeringWith, meeting, ok, type Script } from './scripts.ts'
import { type End, type Family, type Way, delivers, failsBefore } from './way.ts'

/** Signed by an authority that the machine trusts, and not to be trusted all the same. */
const AT_FAULT: readonly CertificateName[] = ['wrong.example', 'expired', 'future']

/** PEM: the authorities that the machine trusts. */
export const TRUSTED = AT_FAULT.map((name) => certificate(name).cert).join('\n')

export const TLS_WAYS: Family = {
  name: 'TLS',
  ways: [
    {
      does: 'shows the certificate of another name',
      ...showing('wrong.example'),
      ends: [failsBefore('tls', "no trusted connection: …is not in the cert's altnames: DNS:wrong.example")],
    },
    {
      does: 'shows an expired certificate',
      ...showing('expired'),
      ends: [failsBefore('tls', 'no trusted connection: certificate has expired')],
    },
    {
      does: 'shows a certificate that is not valid yet',
      ...showing('future'),
      ends: [failsBefore('tls', 'no trusted connection: certificate is not yet valid')],
    },
    {
      does: 'shows a certificate of an authority that nobody trusts',
      start: answeringWith({ tls: certificate('localhost') }, ok),
      ends: [failsBefore('tls', 'no trusted connection: self-signed certificate')],
    },
    {
      does: 'wants a certificate that the target does not have',
      ...showing('localhost', { requestCert: true, rejectUnauthorized: true }),
      ends: [failsBefore('closed', 'the connection broke before the answer: …')],
    },
    {
      does: 'speaks no version of TLS after 1.1',
      ...showing('localhost', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
      ends: [failsBefore('tls', 'no trusted connection: tlsv1 alert protocol version')],
    },
    handshake(
      'speaks plain HTTP where TLS is expected',
      (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'),
      failsBefore(
        'tls',
        'no trusted connection: it does not answer in TLS, so its address may have to begin with http://',
      ),
    ),
    handshake(
      'answers the handshake with noise',
      (socket) => void socket.write(Buffer.alloc(500, 0x7f)),
      failsBefore(
        'tls',
        'no trusted connection: it does not answer in TLS, so its address may have to begin with http://',
      ),
    ),
    handshake(
      'closes in the handshake',
      (socket) => void socket.end(),
      failsBefore('closed', 'the connection broke before the answer: …'),
    ),
    handshake(
      'resets in the handshake',
      (socket) => void socket.resetAndDestroy(),
      failsBefore('closed', 'the connection broke before the answer: …'),
    ),
    handshake(
      'is silent in the handshake',
      () => undefined,
      failsBefore('timeout', 'no connection within 1000 ms'),
    ),
    handshake(
      'sends a byte of the handshake every now and then',
      dripHandshake,
      failsBefore('timeout', 'no connection within 1000 ms'),
    ),
    {
      does: 'speaks TLS where plain HTTP is expected',
      start: async () => {
        const receiver = await answeringWith({ tls: certificate('localhost') }, ok)()
        return { ...receiver, url: (path) => receiver.url(path).replace('https:', 'http:') }
      },
      ends: [failsBefore('closed', 'the connection broke before the answer: …')],
    },
    {
      does: 'says 200 over TLS and cuts the connection in the body',
      ...showing(
        'localhost',
        {},
        (socket) =>
          void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789', () =>
            socket.destroy(),
          ),
      ),
      ends: [delivers('the answer broke off: …')],
    },
  ],
}

/** A receiver with a certificate that its target trusts, or else (those at fault) the machine. */
function showing(
  name: CertificateName,
  more: TlsOptions = {},
  script: Script = ok,
): Pick<Way, 'start' | 'target'> {
  const { cert, key } = certificate(name)
  return {
    start: answeringWith({ tls: { cert, key, ...more } }, script),
    ...(!AT_FAULT.includes(name) && { target: { options: { ca: cert } } }),
  }
}

/** A receiver that does something as soon as the client's part of the handshake is there. */
function handshake(does: string, script: (socket: Socket) => void, end: End): Way {
  const start = async (): Promise<RawReceiver> => {
    const receiver = await meeting((socket) => void socket.once('data', () => script(socket)))()
    return { ...receiver, url: (path) => receiver.url(path).replace('http://127.0.0.1', 'https://localhost') }
  }
  return { does, start, ends: [end] }
}

function dripHandshake(socket: Socket): void {
  // A record of the handshake that announces 16 KiB.
  const drip = async (): Promise<void> => {
    socket.write(Buffer.from([22, 3, 3, 64, 0]))
    while (!socket.destroyed) {
      await delay(50)
      socket.write(Buffer.from([2]))
    }
  }
  void drip()
}
