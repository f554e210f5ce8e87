import { expect, test } from 'vitest'
import { newReply } from '../composer/draft.ts'
import type { ContactRecord, ContactSender } from '../data/types.ts'
import { addressOf, createMailKeeper, isBegun, senderOf } from './mail-draft.ts'

const place = 'mail'

function aStorage(text: string | null = null) {
  const kept = new Map(text === null ? [] : [[place, text]])
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const keeperOn = (storage: ReturnType<typeof aStorage>) =>
  createMailKeeper(storage, place, () => newReply(null, 'key-1'))

test('what is begun is there for the next window, and gone once it is sent or emptied again', () => {
  const storage = aStorage()
  const first = keeperOn(storage)
  first.address({ subject: 'Your service', channelAccountId: '7' })
  first.change((content) => ({ ...content, text: 'It is time.', html: '<p>It is time.</p>' }), true)
  expect(first.get()).toMatchObject({ saveState: 'onDevice', revision: 0 })
  const second = keeperOn(storage)
  expect(second.get()).toMatchObject({ subject: 'Your service', channelAccountId: '7', saveState: 'onDevice' })
  expect(second.get().content).toEqual(first.get().content)
  second.forget()
  expect(isBegun(second.get())).toBe(false)
  expect(storage.getItem(place)).toBeNull()
  second.address({ subject: 'x' })
  second.address({ subject: ' ' })
  expect([second.get().saveState, storage.getItem(place)]).toEqual(['untouched', null])
})

test.each([
  { because: 'what is kept cannot be read', storage: aStorage('{') },
  {
    because: 'the device keeps nothing',
    storage: {
      ...aStorage(),
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    },
  },
])('one can write all the same where $because', ({ storage }) => {
  const keeper = keeperOn(storage)
  keeper.address({ subject: 'Your service' })
  expect(keeper.get().subject).toBe('Your service')
})

const sender = (channelAccountId: string, canSend = true): ContactSender => ({
  channelAccountId,
  address: `${channelAccountId}@solvik.example`,
  mailName: 'Solvik Varme',
  inboxName: 'Support',
  refusal: canSend ? null : { code: 'channelOff', sentence: 'Off.', details: {} },
})

test.each([
  { because: 'the chosen one can send', senders: [sender('1'), sender('2')], chosen: '2', from: '2' },
  { because: 'the chosen one was turned off', senders: [sender('1'), sender('2', false)], chosen: '2', from: '1' },
  { because: 'none was chosen', senders: [sender('1', false), sender('2')], chosen: null, from: '2' },
  { because: 'none can send', senders: [sender('1', false)], chosen: '1', from: undefined },
])('S51 it leaves from $from where $because', ({ senders, chosen, from }) => {
  const contact = { senders, addresses: ['a@x.example', 'b@x.example'] } as ContactRecord
  const keeper = keeperOn(aStorage())
  keeper.address({ channelAccountId: chosen, to: 'b@x.example' })
  expect(senderOf(contact, keeper.get())?.channelAccountId).toBe(from)
  expect(addressOf(contact, keeper.get())).toBe('b@x.example')
  expect(addressOf({ ...contact, addresses: ['a@x.example'] }, keeper.get())).toBe('a@x.example')
})
