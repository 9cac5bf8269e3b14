import { answering, drips, floods, says, saysAndCloses, type Script } from './scripts.ts'
import { type Family, type Way, delivers, fails } from './way.ts'

const NO_HTTP = 'the receiver does not speak HTTP as it should: '

export const HEAD_WAYS: Family = {
  name: 'The head of the answer',
  ways: [
    {
      does: 'sends its headers byte by byte, without end',
      start: answering(drips('HTTP/1.1 200 OK\r\nx-drip: ')),
      ends: [fails('timeout', 'no answer within 1000 ms')],
    },
    refused(
      'sends headers without end',
      floods('HTTP/1.1 200 OK\r\n', 'x-more: of the same\r\n'),
      'Headers Overflow…',
    ),
    refused('sends one header without end', floods('HTTP/1.1 200 OK\r\nx-long: ', 'x'), 'Headers Overflow…'),
    refused(
      'sends a reason phrase without end',
      floods('HTTP/1.1 200 ', 'OK '),
      'more than 1048576 bytes of an answer came',
    ),
    refused(
      'sends a web page without a head (HTTP/0.9)',
      says('<html>hello</html>'),
      'its answer begins with "<html>hello</html>", which is no status line',
    ),
    refused(
      'speaks SSH',
      says('SSH-2.0-OpenSSH_9.6\r\n'),
      'its answer begins with "SSH-2.0-OpenSSH_9.6", which is no status line',
    ),
    refused(
      'speaks HTTP/2 without being asked',
      says(Buffer.from('000012040000000000000300000080', 'hex')),
      '…, which is no status line',
    ),
    refused('answers in HTTP/7.3', says('HTTP/7.3 200 OK\r\ncontent-length: 0\r\n\r\n'), '…'),
    refused(
      'leaves the status out',
      says('HTTP/1.1 OK\r\ncontent-length: 0\r\n\r\n'),
      '…, which is no status line',
    ),
    refused(
      'answers with a status of four digits',
      says('HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n'),
      '…, which is no status line',
    ),
    refused(
      'sends interim answers without end',
      floods('', 'HTTP/1.1 102 Processing\r\n\r\n'),
      'no final answer came within 65536 bytes of interim ones',
    ),
    refused(
      'switches to another protocol (101)',
      says('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n'),
      'it switched to another protocol (101), which nobody asked for',
    ),
    {
      does: 'says 100 Continue and closes',
      start: answering(saysAndCloses('HTTP/1.1 100 Continue\r\n\r\n')),
      ends: [fails('closed', 'the connection broke before the answer: …')],
    },
    {
      does: 'says 100 Continue and nothing else',
      start: answering(says('HTTP/1.1 100 Continue\r\n\r\n')),
      ends: [fails('timeout', 'no answer within 1000 ms')],
    },
    header('has a content-length that is no number', 'content-length: ten'),
    header('has a negative content-length', 'content-length: -1'),
    header('has a content-length beyond 64 bits', `content-length: ${'9'.repeat(40)}`),
    header('has two different content-lengths', 'content-length: 2\r\ncontent-length: 3'),
    header('has a content-length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked'),
    header('has a header without a colon', 'no colon here'),
    header('has a header with a NUL byte', 'x-nul: a\0b'),
    header('has a header name with a blank', 'x blank: a'),
    header('breaks a header over two lines', 'x-folded: a\r\n b'),
    {
      does: 'ends its lines without carriage returns',
      start: answering(says('HTTP/1.1 200 OK\ncontent-length: 2\n\nok')),
      ends: [fails('protocol', `${NO_HTTP}…Missing expected CR…`)],
    },
    {
      does: 'has text in its headers that is no UTF-8',
      start: answering(says('HTTP/1.1 200 \xff\xfe\r\nx-bytes: \xff\xfe\r\ncontent-length: 2\r\n\r\nok')),
      ends: [delivers()],
    },
  ],
}

function refused(does: string, script: Script, why: string): Way {
  return { does, start: answering(script), ends: [fails('protocol', `${NO_HTTP}${why}`)] }
}

/** An answer 200 with a header that makes it invalid. */
function header(does: string, lines: string): Way {
  return refused(`says 200 but ${does}`, says(`HTTP/1.1 200 OK\r\n${lines}\r\n\r\nok`), '…')
}
