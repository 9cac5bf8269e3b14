import { type ErrorEntry, logLineOf } from './error-entry.ts'

const BY_THE_RULE = 'Yes, by the retry rule.'

/** Codes of attempts whose connection failed. */
export const FAILED_CONNECTIONS: readonly ErrorEntry[] = [
  {
    code: 'dns',
    title: 'The name has no address',
    short: 'the host name has no address',
    meaning: 'The host name of the receiver could not be resolved.',
    causes: [
      {
        sentence: 'the name of the receiver could not be resolved: …',
        why: 'the name is misspelt, or the name server of the machine does not know it',
        cure: 'correct the address; ask the same name server with `getent hosts NAME` on the machine or in the container of Bellbuoy',
      },
      {
        sentence: 'the name of the mail server could not be resolved: …',
        why: 'the host of the mail server is misspelt, or unknown to the name server',
        cure: 'correct `smtp` in the target, or `SMTP_HOST`',
      },
    ],
    retried: BY_THE_RULE,
    example: logLineOf(
      'dns',
      'the name of the receiver could not be resolved: getaddrinfo ENOTFOUND ci.example.com',
      8,
    ),
  },
  {
    code: 'connect',
    title: 'No connection',
    short: 'no connection',
    meaning: 'The address is known, and no connection to it came about.',
    causes: [
      {
        sentence: 'no connection: …',
        why: 'nothing listens there, a firewall refuses, or there is no route',
        cure: 'start the receiver, or correct the port; inside a container `127.0.0.1` is the container itself',
      },
      {
        sentence: 'the proxy … answered …',
        why: 'the proxy does not open a tunnel to the receiver',
        cure: "allow the receiver in the proxy, or correct the proxy's log-in in the target",
      },
    ],
    retried: BY_THE_RULE,
    example: logLineOf('connect', 'no connection: connect ECONNREFUSED 10.0.0.7:8080', 1),
  },
  {
    code: 'tls',
    title: 'The connection is not trusted',
    short: 'the certificate is not trusted',
    meaning:
      'TLS failed before anything was sent. The rest of the sentence has the reason of the TLS library.',
    causes: [
      {
        sentence: 'no trusted connection: …',
        why: 'the certificate is for another name, has expired, or its authority is unknown',
        cure: "renew the certificate, or name its authority with `NODE_EXTRA_CA_CERTS` or in the target's options; `skip_cert_verify` turns the check off",
      },
      {
        sentence: 'it does not answer in TLS, so its address may have to begin with …',
        why: 'the receiver speaks plain HTTP on this port',
        cure: 'begin the address with `http://`, or take the port for TLS',
      },
    ],
    retried: BY_THE_RULE,
    example: logLineOf('tls', 'no trusted connection: certificate has expired', 15),
  },
  {
    code: 'timeout',
    title: 'Not in time',
    short: 'no connection or no answer in time',
    meaning:
      'The receiver took longer than an attempt is allowed to take: `WEBHOOK_TIMEOUT_MS`, or `timeout_seconds` of the target. The receiver may have processed the event all the same.',
    causes: [
      {
        sentence: 'no connection in time: …',
        why: 'a firewall drops the connection, or the host is down',
        cure: 'check host, port and firewall',
      },
      {
        sentence: 'no … within … ms',
        why: 'a connection or an answer was late; the sentence says which',
        cure: 'let the receiver answer first and work afterwards, or raise `timeout_seconds` of the target',
      },
      {
        sentence: '… did not acknowledge the message within … ms',
        why: 'the broker is overloaded, or blocks publishers',
        cure: 'look at the alarms of the broker',
      },
      {
        sentence: 'the mail was not sent within … ms',
        why: 'the mail server is slow or hangs',
        cure: 'look at the mail server, or raise `timeout_seconds` of the target',
      },
      {
        sentence: 'standard output has not taken the line within … ms',
        why: 'the program that reads the log of Bellbuoy has stopped reading',
        cure: 'restart the log collector',
      },
    ],
    retried: `${BY_THE_RULE} The receiver may get the event twice, with the same \`webhook-id\`.`,
    example: logLineOf('timeout', 'no answer within 10000 ms', 10_000),
  },
  {
    code: 'closed',
    title: 'The connection broke',
    short: 'the connection broke',
    meaning:
      'The connection broke before the answer. The receiver may have processed the event all the same.',
    causes: [
      {
        sentence: 'the connection broke before the answer: …',
        why: 'the receiver or a device on the way closed it; or the receiver expects TLS and the address says `http`',
        cure: 'look at the log of the receiver and of the proxies before it',
      },
      {
        sentence: 'the connection to … broke: …',
        why: 'a broker went away',
        cure: 'look at the log of the broker',
      },
      {
        sentence: 'nobody reads standard output any more (EPIPE)',
        why: 'the program that reads the log of Bellbuoy has ended',
        cure: 'restart the log collector, then Bellbuoy',
      },
    ],
    retried: `${BY_THE_RULE} The receiver may get the event twice, with the same \`webhook-id\`.`,
    example: logLineOf('closed', 'the connection broke before the answer: other side closed', 7),
  },
]
