import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { createLogTo, prettyLine } from './log.ts'

function logged(write: (log: ReturnType<typeof createLogTo>) => void): Record<string, unknown> {
  const lines: string[] = []
  write(createLogTo({ write: (line) => lines.push(line) }, 'info'))
  return JSON.parse(lines[0] ?? '{}')
}

test('a line is one JSON object with a time and a level in words', () => {
  expect(logged((log) => log.warn({ threadId: '7' }, 'Slow'))).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'warn',
    threadId: '7',
    msg: 'Slow',
  })
})

test.each([
  { because: 'a header', fields: { req: { headers: { authorization: 'Bearer hunter2' } } } },
  { because: 'a password', fields: { password: 'hunter2' } },
  { because: 'a URL with one', fields: { settings: { url: 'postgres://kari:hunter2@db.example' } } },
  { because: 'the text of a message', fields: { message: { text: 'hunter2' } } },
  {
    because: 'the row that the database refused',
    fields: {
      err: Object.assign(new Error('duplicate key'), { detail: 'Key (email)=(hunter2)', parameters: ['hunter2'] }),
    },
  },
  {
    because: 'the same, as the cause of another error',
    fields: { err: new Error('Not stored', { cause: Object.assign(new Error('refused'), { where: 'hunter2' }) }) },
  },
])('$because stays out of the log', ({ fields }) => {
  expect(JSON.stringify(logged((log) => log.error(fields, 'Failed')))).not.toContain('hunter2')
})

test('an error keeps what helps: its kind, code, constraint, stack and cause', () => {
  const cause = Object.assign(new TypeError('refused'), { code: '23505', constraint: 'login_email_key' })
  const { err } = logged((log) => log.error({ err: new Error('Not stored', { cause }) }, 'Failed'))
  expect(err).toMatchObject({
    type: 'Error',
    message: 'Not stored',
    stack: expect.stringContaining('log.test.ts'),
    cause: { type: 'TypeError', code: '23505', constraint: 'login_email_key' },
  })
})

test('for a person a line is short', () => {
  const time = new Date(2026, 10, 24, 9, 12, 3).toISOString()
  const line = prettyLine({ time, level: 'warn', msg: 'Slow', threadId: '7', lagMs: 1200 })
  expect(stripVTControlCharacters(line)).toBe('09:12:03  warn Slow threadId=7 lagMs=1200\n')
})
