import { styleText } from 'node:util'
import { type Logger, pino } from 'pino'
import type { LogLevel } from './settings.ts'

export type Log = Logger

/** Keys whose value never reaches a log line, at any of the two outer levels. */
const secretKeys = ['authorization', 'cookie', 'password', 'secret', 'token', 'url', 'text', 'html', 'subject', 'body']

/**
 * The log of the process, on standard output: JSON, one object a line, or with `pretty` short lines for a person.
 * Law of the house: a line holds ids, counts and reasons; no text of messages, no names or addresses of customers, no
 * secrets. The redaction is the second lock, not the first.
 */
export function createLog({ level, pretty }: { level: LogLevel; pretty: boolean }): Log {
  return createLogTo(pretty ? prettyLines(process.stdout) : pino.destination(1), level)
}

/** As `createLog`, to any destination. */
export function createLogTo(destination: { write(line: string): void }, level: LogLevel): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
      serializers: { err: faultFields },
    },
    destination,
  )
}

/**
 * The parts of an error that are safe to keep. An error of PostgreSQL also carries `detail`, `where` and parameters,
 * which quote the row that was refused: those are customers' data and stay out.
 */
function faultFields(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, constraint, table, cause } = error as Error & { code?: unknown; constraint?: unknown; table?: unknown }
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(cause === undefined ? {} : { cause: faultFields(cause) }),
  }
}

function prettyLines(out: NodeJS.WritableStream): { write(line: string): void } {
  return {
    write(line) {
      out.write(prettyLine(JSON.parse(line) as Record<string, unknown>))
    },
  }
}

/** `09:12:03  Message received threadId=4711`, with the level before it where it is not the ordinary one. */
export function prettyLine({ time, level, msg, err, ...fields }: Record<string, unknown>): string {
  const clock = styleText('dim', new Date(String(time)).toTimeString().slice(0, 8))
  const mark = level === 'info' ? '' : `${styleText(level === 'warn' ? 'yellow' : 'red', String(level))} `
  const pairs = Object.entries(fields).map(([key, value]) => ` ${styleText('dim', `${key}=${shown(value)}`)}`)
  const fault = err as { stack?: string; message?: string } | undefined
  const trace = fault ? `\n${fault.stack ?? fault.message ?? ''}` : ''
  return `${clock}  ${mark}${String(msg ?? '')}${pairs.join('')}${trace}\n`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
