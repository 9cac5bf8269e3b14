import Type from 'typebox'
import {
  AcknowledgeRequest,
  ProblemResponse,
  ProblemsQuery,
  ProblemsResponse,
  RecoverRequest,
  RecoverResponse,
} from '../problems/problem.ts'
import { scopedCall } from '../scoped-call.ts'

const ProblemParams = Type.Object({ problem_id: Type.Integer() })

export const listProblems = scopedCall({
  method: 'GET',
  path: '/problems',
  operation: { inProject: 'ListProblemsOfProject', inSystem: 'ListProblems' },
  summary: {
    inProject: 'List what needs a person in a project: failing, paused and disabled webhooks, holds',
    inSystem: 'List what needs a person: problems of all projects, of sources, and of the database',
  },
  tag: 'problem',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { querystring: ProblemsQuery },
  answers: { 200: ProblemsResponse },
})

export const getProblem = scopedCall({
  method: 'GET',
  path: '/problems/:problem_id',
  operation: { inProject: 'GetProblemOfProject', inSystem: 'GetProblem' },
  summary: { inProject: 'Get a problem of a project', inSystem: 'Get a problem' },
  tag: 'problem',
  needs: 'notification-policy:read',
  isOurs: true,
  schema: { params: ProblemParams },
  answers: { 200: ProblemResponse },
})

export const acknowledgeProblem = scopedCall({
  method: 'POST',
  path: '/problems/:problem_id/acknowledge',
  operation: { inProject: 'AcknowledgeProblemOfProject', inSystem: 'AcknowledgeProblem' },
  summary: {
    inProject: 'Say that you look after a problem of a project, or take that back',
    inSystem: 'Say that you look after a problem, or take that back',
  },
  tag: 'problem',
  needs: 'notification-policy:update',
  isOurs: true,
  isBodyOptional: true,
  schema: { params: ProblemParams, body: AcknowledgeRequest },
  answers: { 200: ProblemResponse },
})

export const recoverProblem = scopedCall({
  method: 'POST',
  path: '/problems/:problem_id/redeliver',
  operation: { inProject: 'RedeliverProblemOfProject', inSystem: 'RedeliverProblem' },
  summary: {
    inProject:
      'Send what failed at a target of a project since it began to fail; what was sent again is not sent twice',
    inSystem: 'Send what failed at a target since it began to fail; what was sent again is not sent twice',
  },
  tag: 'problem',
  needs: 'notification-policy:update',
  isOurs: true,
  isBodyOptional: true,
  schema: { params: ProblemParams, body: RecoverRequest },
  answers: { 200: RecoverResponse },
})
