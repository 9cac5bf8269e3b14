import Type from 'typebox'
import {
  type AnswerSchemas,
  type ApiCall,
  type InEachScope,
  type Need,
  type ProjectAnd,
  type RequestSchema,
  type ScopedCall,
  PROJECT_PATH,
} from './api-call.ts'

/**
 * Two calls from one: `path` begins with `/` and comes after the path of the scope; `schema.params` are those of `path`
 * alone.
 */
export function scopedCall<
  const Needs extends Need,
  const Schema extends RequestSchema,
  const Answers extends AnswerSchemas,
>({
  path,
  operation,
  summary,
  ...common
}: Omit<ApiCall<Needs, Schema, Answers>, 'operation' | 'summary'> & {
  readonly operation: InEachScope<string>
  readonly summary: InEachScope<string>
}): ScopedCall<Needs, Schema, Answers> {
  const params = Type.Object({ project_name_or_id: Type.String(), ...common.schema.params?.properties })
  return {
    inProject: {
      ...common,
      path: `${PROJECT_PATH}/webhook${path}`,
      operation: operation.inProject,
      summary: summary.inProject,
      schema: { ...common.schema, params: params as ProjectAnd<Schema['params']> },
    },
    inSystem: {
      ...common,
      path: `/api/v2.0/webhook${path}`,
      operation: operation.inSystem,
      summary: summary.inSystem,
    },
  }
}
