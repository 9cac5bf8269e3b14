import { answerRequests } from './answer-requests.ts'
import { prepareHotOperations } from './hot-operations.ts'
import { ThreadConnection } from './thread-connection.ts'

// The other threads start without the code of hot operations, and so in half the time.
answerRequests(new ThreadConnection(prepareHotOperations))
