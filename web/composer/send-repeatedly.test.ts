import { expect, test } from 'vitest'
import { ApiProblem } from '../data/api.ts'
import { sendRepeatedly } from './send-repeatedly.ts'

const lost = new ApiProblem(0, {})
const running = new ApiProblem(409, { code: 'idempotencyRunning' })
const refused = new ApiProblem(409, { code: 'threadMoved' })

test.each([
  { because: 'an answer ends it', answers: ['sent'], tries: 1, outcome: 'sent' },
  { because: 'a lost answer is asked for again', answers: [lost, lost, 'sent'], tries: 3, outcome: 'sent' },
  { because: 'an attempt still at work is waited for', answers: [running, 'sent'], tries: 2, outcome: 'sent' },
  {
    because: 'a gateway that gave up proves nothing',
    answers: [new ApiProblem(504, {}), 'sent'],
    tries: 2,
    outcome: 'sent',
  },
  { because: 'a refusal is final', answers: [refused, 'sent'], tries: 1, outcome: refused },
  { because: 'silence ends after four attempts', answers: [lost, lost, lost, lost, 'sent'], tries: 4, outcome: lost },
])('$because', async ({ answers, tries, outcome }) => {
  let tried = 0
  const post = async () => {
    const answer = answers[tried++]
    if (answer instanceof Error) throw answer
    return answer
  }
  const result = await sendRepeatedly(post, async () => {}).catch((error: unknown) => error)
  expect(result).toBe(outcome)
  expect(tried).toBe(tries)
})
