import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  defaultTextMapGetter,
  trace,
} from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { messageOf } from '../domain/errors.ts'
import type { TraceNotification } from '../domain/registry/trace-notification.ts'

/** A notification that is being taken. */
interface Scope {
  readonly span: Span
  readonly context: Context
  /** Of what is decided at the moment; it is never ended, and so not sent, where nothing is decided any more. */
  deciding: Span
  isOver: boolean
}

const PROPAGATOR = new W3CTraceContextPropagator()

/** The spans of notifications, and of the decisions and commits in them. */
export class NotificationSpans {
  readonly #tracer: Tracer
  readonly #scopes = new AsyncLocalStorage<Scope>()

  constructor(tracer: Tracer) {
    this.#tracer = tracer
  }

  run: TraceNotification = async ({ source, requestId, headers }, take) => {
    const caller = PROPAGATOR.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
    const attributes = { 'bellbuoy.source': source, 'bellbuoy.request_id': requestId }
    const span = this.#tracer.startSpan('notification', { kind: SpanKind.SERVER, attributes }, caller)
    const context = trace.setSpan(caller, span)
    const scope = { span, context, deciding: this.#tracer.startSpan('decide', {}, context), isOver: false }
    try {
      return await this.#scopes.run(scope, take)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
      throw error
    } finally {
      scope.isOver = true
      span.end()
    }
  }

  /** The notification that is being taken, or null: what it leads to later is no part of it. */
  get current(): Span | null {
    return this.#scope?.span ?? null
  }

  /** Ends the decision, and begins a commit. @returns what ends it, with the fault that it may have */
  beginCommit(): (fault?: unknown) => void {
    const scope = this.#scope
    if (scope === null) return () => undefined
    scope.deciding.end()
    const commit = this.#tracer.startSpan('commit', {}, scope.context)
    return (fault) => {
      if (fault !== undefined) commit.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(fault) })
      commit.end()
      scope.deciding = this.#tracer.startSpan('decide', {}, scope.context)
    }
  }

  get #scope(): Scope | null {
    const scope = this.#scopes.getStore()
    return scope === undefined || scope.isOver ? null : scope
  }
}
