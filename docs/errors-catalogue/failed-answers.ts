import { type ErrorEntry, logLineOf } from './error-entry.ts'

/** Codes of attempts in which the receiver had its say. */
export const FAILED_ANSWERS: readonly ErrorEntry[] = [
  {
    code: 'status',
    title: 'The receiver refused by its status',
    short: 'the receiver refused by its status, or in the documented body of a chat or a cloud',
    meaning:
      'The receiver got the request and refused it. Only a status from 200 to 299 is a success; some chats and clouds also refuse in the body of a 200, where their maker documents it. The record has the answer.',
    causes: [
      {
        sentence: 'the receiver answered …',
        why: 'the receiver has a fault (5xx) or does not take this request (4xx)',
        cure: 'read its answer in the record; for 401 and 403 correct `auth_header` or `secret`, for 404 the address',
      },
      {
        sentence: 'the receiver answered …, a redirect…; redirects are not followed',
        why: 'the address has moved, or `http` leads to `https`',
        cure: 'put the address of the redirect into the target',
      },
      {
        sentence: 'the proxy answered 407: it requires a log-in',
        why: 'the proxy of the target wants a user and a password',
        cure: "put them into the target's proxy",
      },
      {
        sentence: '… answered …: …',
        why: 'a chat or another service refused the message; its own reason follows',
        cure: "the page of its [kind](../targets/README.md) explains the service's codes",
      },
      {
        sentence: 'the mail server refused sender or recipient: …',
        why: 'the mail server does not know the recipient, or does not relay for the sender',
        cure: 'correct the recipient, or `from` in the target or `SMTP_FROM`',
      },
      {
        sentence: 'the mail server refused the mail: …',
        why: 'the mail server does not take the content',
        cure: "read the server's reason in the message",
      },
    ],
    retried:
      'Yes, by the retry rule of the server. A permanent refusal of a chat, a service or a mail server ends the delivery at once. A `Retry-After` of the receiver lengthens the wait.',
    example: logLineOf('status', 'the receiver answered 503', 12),
  },
  {
    code: 'refused',
    title: 'The broker refused the message',
    short: 'a broker answered, and did not take the message',
    meaning: 'The connection to a message broker stands, and the broker did not take the message.',
    causes: [
      {
        sentence: 'NATS has no stream for the subject …',
        why: 'no stream stores this subject, so the message would be lost',
        cure: 'create a stream for the subject',
      },
      {
        sentence: 'NATS does not let this user publish to …',
        why: 'the user lacks the permission',
        cure: 'let the user publish to the subject',
      },
      {
        sentence: 'no queue takes the routing key … (…)',
        why: 'no queue is bound for this routing key, so RabbitMQ would drop the message',
        cure: 'bind a queue to the exchange',
      },
      {
        sentence: 'RabbitMQ takes no messages now: …',
        why: 'RabbitMQ blocks publishers, usually for lack of memory or disk',
        cure: "clear RabbitMQ's alarm",
      },
      {
        sentence: 'the MQTT broker disconnected with the reason code …',
        why: 'the broker ended the connection',
        cure: 'look the reason code up in the log of the broker',
      },
      {
        sentence: 'Redis did not take the message: …',
        why: 'Redis answered with an error, such as a missing permission or a key of another type',
        cure: "read Redis's words in the message",
      },
    ],
    retried: 'Yes, by the retry rule, unless the message is too large for the broker.',
    example: logLineOf('refused', 'NATS has no stream for the subject registry.push', 5),
  },
  {
    code: 'protocol',
    title: 'The answer is not of the protocol',
    short: 'the answer is not of the protocol',
    meaning: 'Something answered, and its answer is no valid HTTP or SMTP.',
    causes: [
      {
        sentence: 'the receiver does not speak HTTP as it should: …',
        why: 'another service listens on this port, or the receiver sends a broken answer',
        cure: 'check the port; the rest of the message quotes the answer or names the fault',
      },
      {
        sentence: 'the receiver gave no answer',
        why: 'the exchange ended without an answer and without an error',
        cure: 'look at the receiver and the proxies on the way',
      },
      {
        sentence: 'the mail server does not speak SMTP as it should: …',
        why: 'another service listens on this port',
        cure: 'check host, port and TLS of the mail server',
      },
    ],
    retried: 'Yes, by the retry rule.',
    example: logLineOf(
      'protocol',
      'the receiver does not speak HTTP as it should: its answer begins with "SSH-2.0-OpenSSH_9.6", which is no status line',
      4,
    ),
  },
  {
    code: 'login',
    title: 'The log-in failed',
    short: 'no access token, or the log-in was refused',
    meaning: 'Bellbuoy could not log in at the receiver, so it sent no message.',
    causes: [
      {
        sentence: 'no access token from …: …',
        why: 'the token server refused the client, or did not answer',
        cure: 'correct the credentials or the address of the token server in the target',
      },
      {
        sentence: 'the mail server refused the log-in: …',
        why: 'user or password of the mail server is wrong',
        cure: "correct `smtp` in the target, or the server's `SMTP_` settings",
      },
      {
        sentence: '… refused the log-in: …',
        why: 'the broker does not know the user or the password',
        cure: 'correct `username`, `password`, `token` or `credentials` of the target',
      },
    ],
    retried:
      'Yes, by the retry rule. A mail server that refuses permanently (5xx) ends the delivery at once.',
    example: logLineOf(
      'login',
      'no access token from https://login.example.com/token: the receiver answered 401 (invalid_client)',
      31,
    ),
  },
]
