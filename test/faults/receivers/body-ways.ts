import { gzipSync } from 'node:zlib'
import { answering, drips, floods, says, saysAndCloses, saysAndResets, type Script } from './scripts.ts'
import { type Family, type Way, delivers, fails } from './way.ts'

const SAYS_100 = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n'
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
const UNENDED = 'the answer did not end within 1000 ms'
const BROKEN = 'the answer broke off: …'
/** 64 MiB of zeros in 64 KiB. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024))

export const BODY_WAYS: Family = {
  name: 'The body of the answer',
  ways: [
    body('then sends a byte of body every now and then', drips(SAYS_100.replace('100', '100000')), UNENDED),
    body('then nothing of the body that it announced', says(SAYS_100), UNENDED),
    body('then closes in the body', saysAndCloses(`${SAYS_100}0123456789`), BROKEN),
    body('then resets in the body', saysAndResets(`${SAYS_100}0123456789`), BROKEN),
    body('then sends body without end', floods('HTTP/1.1 200 OK\r\n\r\n', 'x'), ''),
    body('then sends chunks without end', floods(CHUNKED, '4\r\nbuoy\r\n'), ''),
    body(
      'then announces 8 EiB and sends a megabyte',
      floods('HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n', 'x'),
      '',
    ),
    body(
      'then sends a gzip bomb',
      says(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${BOMB.length}\r\n\r\n`),
          BOMB,
        ]),
      ),
      '',
    ),
    body(
      'then sends text that is no UTF-8',
      says('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n\xff\xfe\0\x1b'),
      '',
    ),
    body('then sends a chunk whose size is no number', says(`${CHUNKED}no size\r\n`), BROKEN),
    body('then sends a chunk whose size is beyond 64 bits', says(`${CHUNKED}${'f'.repeat(20)}\r\n`), BROKEN),
    body('then sends a chunk that is longer than its size', says(`${CHUNKED}2\r\nbuoy\r\n0\r\n\r\n`), BROKEN),
    body('then closes before the last chunk', saysAndCloses(`${CHUNKED}4\r\nbuoy\r\n`), BROKEN),
    body(
      'then sends chunk extensions without end',
      floods(`${CHUNKED}4;`, 'x'),
      'the answer broke off: more than 1048576 bytes of an answer came',
    ),
    body('then sends trailers without end', floods(`${CHUNKED}0\r\n`, 'x-more: of the same\r\n'), BROKEN),
    {
      does: 'says 500 and closes in the body',
      start: answering(saysAndCloses('HTTP/1.1 500 No\r\ncontent-length: 100\r\n\r\n0123456789')),
      ends: [fails('status', 'the receiver answered 500')],
    },
    {
      does: 'says 500 and sends body without end',
      start: answering(floods('HTTP/1.1 500 No\r\n\r\n', 'x')),
      ends: [fails('status', 'the receiver answered 500')],
    },
    {
      does: 'says 204 and sends a body all the same',
      start: answering(says('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nok')),
      ends: [delivers(), delivers()],
    },
  ],
}

/** The status is there, so the event is delivered; what becomes of the body is a remark. */
function body(does: string, script: Script, says: string): Way {
  return { does: `says 200 and ${does}`, start: answering(script), ends: [delivers(says)] }
}
