import { expect, test } from 'vitest'
import {
  answeredItem,
  answerOtherwise,
  type Content,
  chooseDraft,
  hasWords,
  newComment,
  newReply,
  toSendComment,
  toSendMessage,
} from './draft.ts'

const key = '0b0c9a52-5c39-4f0e-9d3e-2f3a54b3c1d0'
const ingrid = { name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' }
const magnus = { name: '', address: 'magnus@nordmark.example' }
const second = {
  id: 'b',
  kind: 'message' as const,
  reply: { to: [ingrid], cc: [] },
  replyAll: { to: [ingrid], cc: [magnus] },
}
const first = { id: 'a', kind: 'message' as const, reply: { to: [magnus], cc: [] }, replyAll: { to: [magnus], cc: [] } }
const remark = { ...first, id: 'c', kind: 'comment' as const }
const written: Content = { ...newReply(second, key), html: '<p>Hi</p>', text: 'Hi' }
const server = (content: Content) => ({
  threadId: '7',
  kind: 'reply' as const,
  content,
  updatedAt: '2026-11-03T09:00:00.000Z',
})

test.each([
  {
    because: 'the newest message is answered, not a comment above it',
    items: [remark, second, first],
    askedFor: null,
    id: 'b',
  },
  { because: 'the one that was asked for', items: [remark, second, first], askedFor: 'a', id: 'a' },
  { because: 'one that is not loaded falls back to the newest', items: [second, first], askedFor: 'z', id: 'b' },
  { because: 'a conversation of comments has nothing to answer', items: [remark], askedFor: null, id: undefined },
])('$because', ({ items, askedFor, id }) => {
  expect(answeredItem(items, askedFor)?.id).toBe(id)
})

test('an answer begins to all where there is more than the sender', () => {
  expect(newReply(second, key)).toMatchObject({
    mode: 'replyAll',
    to: [ingrid],
    cc: [magnus],
    bcc: [],
    answersMessageId: 'b',
  })
  expect(newReply(first, key)).toMatchObject({ mode: 'reply', to: [magnus], cc: [] })
  expect(newReply(second, key, 'reply')).toMatchObject({ mode: 'reply', cc: [] })
  expect(newReply(null, key)).toMatchObject({ mode: 'reply', to: [], answersMessageId: null })
})

test('answering somebody else keeps words and key', () => {
  expect(answerOtherwise(written, first, 'reply')).toMatchObject({
    text: 'Hi',
    idempotencyKey: key,
    mode: 'reply',
    to: [magnus],
    cc: [],
    answersMessageId: 'a',
  })
})

test('recipients and blanks are no draft; an attachment is', () => {
  expect(hasWords(newReply(second, key))).toBe(false)
  expect(hasWords({ ...newComment(key), text: ' \n' })).toBe(false)
  expect(
    hasWords({
      ...newComment(key),
      attachments: [{ fileId: '3', name: 'label.jpg', size: 1, mediaType: 'image/jpeg' }],
    }),
  ).toBe(true)
})

const older: Content = { ...written, text: 'H' }
test.each([
  { because: 'nothing anywhere', local: null, fromServer: null, text: undefined },
  { because: 'only the server has one', local: null, fromServer: server(written), text: 'Hi' },
  {
    because: 'words that never reached the server win',
    local: { content: written, serverAt: null, isDirty: true },
    fromServer: server(older),
    text: 'Hi',
  },
  {
    because: 'a clean copy yields to what another window wrote',
    local: { content: older, serverAt: '2026-11-03T08:00:00.000Z', isDirty: false },
    fromServer: server(written),
    text: 'Hi',
  },
  {
    because: 'a clean copy of a draft that was sent elsewhere is gone',
    local: { content: written, serverAt: '2026-11-03T08:00:00.000Z', isDirty: false },
    fromServer: null,
    text: undefined,
  },
])('which draft goes on: $because', ({ local, fromServer, text }) => {
  expect(chooseDraft(local, fromServer)?.content.text).toBe(text)
})

const thread = {
  channelAccount: {
    id: '9',
    channelId: '1002',
    address: 'support@solvik.example',
    sendsFrom: 'support@solvik.example',
    mailName: 'Kari, Solvik',
    insteadOf: null,
    refusal: null,
  },
}

test('a reply as the API takes it', () => {
  const content: Content = {
    ...written,
    bcc: [{ name: '', address: 'arkiv@solvik.example' }],
    attachments: [{ fileId: '3', name: 'label.jpg', size: 840_000, mediaType: 'image/jpeg' }],
  }
  expect(toSendMessage(content, thread, '12')).toEqual({
    type: 'MESSAGE',
    text: 'Hi',
    richText: '<p>Hi</p>',
    senderActorId: 'A-12',
    channelId: '1002',
    channelAccountId: '9',
    recipients: [
      {
        recipientField: 'TO',
        name: 'Ingrid Haugen',
        deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'ingrid@nordmark.example' },
      },
      { recipientField: 'CC', deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'magnus@nordmark.example' } },
      { recipientField: 'BCC', deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'arkiv@solvik.example' } },
    ],
    attachments: [{ type: 'FILE', fileId: '3' }],
  })
})

test('a comment carries nobody’s address', () => {
  expect(toSendComment({ ...written, mode: 'comment' })).toEqual({ type: 'COMMENT', text: 'Hi', richText: '<p>Hi</p>' })
})
