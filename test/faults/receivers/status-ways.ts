import { answering, says, status } from './scripts.ts'
import { type Family, MAX_WAIT_MS, type Way, delivers, fails, recovers } from './way.ts'

const REDIRECTS = 'redirects are not followed'
const PAST = 'Sun, 06 Nov 1994 08:49:37 GMT'
const FUTURE = 'Fri, 31 Dec 9999 23:59:59 GMT'
/** What a busy machine adds to a wait. */
const LATE_MS = 1500

export const STATUS_WAYS: Family = {
  name: 'The status',
  ways: [
    { does: 'answers 205', start: answering(status(205)), ends: [delivers()] },
    { does: 'answers 299', start: answering(status(299)), ends: [delivers()] },
    answers(300, ''),
    answers(301, `, a redirect to /elsewhere; ${REDIRECTS}`, 'location: /elsewhere'),
    answers(
      302,
      `, a redirect to http://169.254.169.254/; ${REDIRECTS}`,
      'location: http://169.254.169.254/',
    ),
    answers(304, ''),
    answers(307, `, a redirect to /; ${REDIRECTS}`, 'location: /'),
    answers(308, `, a redirect; ${REDIRECTS}`),
    answers(400, ''),
    answers(401, '', 'www-authenticate: Basic realm="x"'),
    answers(404, ''),
    answers(407, ''),
    answers(408, '', 'connection: close'),
    answers(410, ''),
    answers(500, ''),
    answers(502, ''),
    answers(999, ''),
    rests('for a second', 503, ['retry-after: 1'], [1000, 1000 + LATE_MS]),
    rests('for a second, with 429', 429, ['retry-after: 1'], [1000, 1000 + LATE_MS]),
    rests('for years, as seconds', 503, ['retry-after: 999999999'], [MAX_WAIT_MS, MAX_WAIT_MS + LATE_MS]),
    rests('for years, as a date', 503, [`retry-after: ${FUTURE}`], [MAX_WAIT_MS, MAX_WAIT_MS + LATE_MS]),
    rests(
      'for a number of seconds with 400 digits',
      429,
      [`retry-after: ${'9'.repeat(400)}`],
      [MAX_WAIT_MS, MAX_WAIT_MS + LATE_MS],
    ),
    rests('until a time in the past', 503, [`retry-after: ${PAST}`], [9, LATE_MS]),
    rests('for a negative time', 503, ['retry-after: -5'], [9, LATE_MS]),
    rests('in words that mean nothing', 503, ['retry-after: soon'], [9, LATE_MS]),
    rests('twice, for different times', 503, ['retry-after: 0', 'retry-after: 1'], [1000, 1000 + LATE_MS]),
    {
      does: 'answers 404 to the first attempt and 200 to the second',
      start: answering(status(404), says('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
      ends: [recovers('status')],
    },
  ],
}

function answers(code: number, more: string, ...headers: readonly string[]): Way {
  const where =
    headers[0]?.startsWith('location: ') === true ? ` and sends on to ${headers[0].slice(10)}` : ''
  return {
    does: `answers ${code}${where}`,
    start: answering(status(code, ...headers)),
    ends: [fails('status', `the receiver answered ${code}${more}`)],
  }
}

function rests(
  how: string,
  code: number,
  headers: readonly string[],
  waitMs: readonly [number, number],
): Way {
  return {
    does: `asks for a rest ${how}`,
    start: answering(status(code, ...headers), status(200)),
    ends: [recovers('status', { waitMs })],
  }
}
