import { QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { applyPatch } from './apply-patch.ts'
import { draftsQuery } from './queries.ts'
import { createQueryClient } from './query-client.ts'
import type { ThreadDrafts } from './types.ts'

test.each([
  { because: 'the first answer is still on its way', asked: 1 },
  { because: 'the answer is there', asked: 0 },
])('a draft that is saved elsewhere while $because is held in the end', async ({ asked: inFlight }) => {
  const client = createQueryClient(() => {})
  onTestFinished(() => client.clear())
  const nothing: ThreadDrafts = { reply: null, comment: null }
  const saved = { ...nothing, reply: { threadId: '7' } } as unknown as ThreadDrafts
  const answers: ((drafts: ThreadDrafts) => void)[] = []
  const observer = new QueryObserver(client, {
    ...draftsQuery('7'),
    queryFn: () => new Promise<ThreadDrafts>((resolve) => answers.push(resolve)),
  })
  onTestFinished(observer.subscribe(() => {}))
  const patch = { type: 'draft', threadId: '7', kind: 'reply', updatedAt: '2026-11-24T12:00:00.000Z' } as const
  const saveElsewhere = () => applyPatch(client, '1', { ...patch, hasDraft: true, draftSnippet: '' })

  if (inFlight === 1) saveElsewhere()
  // The server read it before the draft was saved.
  answers[0]?.(nothing)
  await expect.poll(() => client.getQueryData(draftsQuery('7').queryKey)).toEqual(nothing)
  if (inFlight === 0) saveElsewhere()
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.(saved)
  await expect.poll(() => client.getQueryData(draftsQuery('7').queryKey)).toEqual(saved)
})
