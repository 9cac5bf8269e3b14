import { answerRequests } from './answer-requests.ts'
import { ThreadConnection } from './thread-connection.ts'

answerRequests(
  new ThreadConnection(() => {
    throw new Error('only the writer has hot operations')
  }),
)
