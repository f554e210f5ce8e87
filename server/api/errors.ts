import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, type ProblemDetails, problems } from '../../shared/problems.ts'
import type { Log } from '../platform/log.ts'

/** Every answer that is no success has HubSpot's shape. Faults are logged once, here, and never tell what broke. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = asProblem(error, request)
    if (problem) return send(reply, request, problem)
    log.error({ err: error, correlationId: request.id, route: request.routeOptions.url }, 'HTTP: a request broke')
    return send(reply, request, new Problem('fault', { correlationId: request.id }))
  })
  app.setNotFoundHandler((request, reply) => send(reply, request, new Problem('notFound')))
}

export function send(reply: FastifyReply, request: FastifyRequest, problem: Problem) {
  const { status, category, ...row } = problems[problem.code]
  const subCategory = 'subCategory' in row ? { subCategory: row.subCategory } : {}
  const isRateLimit = problem.code === 'rateLimit'
  if (problem.code === 'tooMany') reply.header('retry-after', String(problem.details.seconds))
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(
      JSON.stringify({
        status: 'error',
        message: problem.message,
        correlationId: request.id,
        category,
        ...subCategory,
        code: problem.code,
        ...(Object.keys(problem.details).length > 0 ? { details: problem.details } : {}),
        ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
        ...(isRateLimit ? { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING', requestId: request.id } : {}),
      }),
    )
}

function asProblem(error: FastifyError | Problem, request: FastifyRequest): Problem | null {
  if (error instanceof Problem) return error
  if (error.validation) return invalidRequest(error)
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem('notJson', { message: error.message })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Problem('tooLarge', { what: 'The request', limit: 'what this address takes' })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupportedType', { type: request.headers['content-type'] ?? 'none' })
    default:
      // Fastify's own refusals of broken requests (bad URL, bad content length …)
      return error.statusCode !== undefined && error.statusCode < 500
        ? new Problem('invalid', { message: error.message })
        : null
  }
}

/** What the schema refused: the field as the request names it, and what it takes. */
function invalidRequest(error: FastifyError): Problem {
  const where = error.validationContext ?? 'body'
  // An unknown key is told twice: as such, and as one whose schema is `false`.
  const told = (error.validation ?? []).filter((one) => one.keyword !== 'boolean')
  const errors = told.map((one) => {
    const missing = one.params.requiredProperties ?? one.params.missingProperty
    const unknown = one.params.additionalProperties ?? one.params.additionalProperty
    const named = [missing, unknown].flat().find((name) => typeof name === 'string')
    const field = [...one.instancePath.split('/').slice(1), ...(named ? [named] : [])].join('.') || where
    const problem = missing ? 'is missing' : unknown ? 'is not known here' : (one.message ?? 'is not right')
    return {
      message: `${field}: ${problem}`,
      in: field,
      code: missing ? 'REQUIRED_FIELD' : unknown ? 'UNKNOWN_FIELD' : 'INVALID_VALUE',
    }
  })
  const details: ProblemDetails = {
    message: errors[0]?.message ?? `${where}: is not right`,
    field: errors[0]?.in ?? where,
  }
  return new Problem('invalid', details, errors)
}
