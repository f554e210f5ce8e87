import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from '../data/api.ts'
import type { Draft } from '../data/types.ts'
import { type Content, newComment } from './draft.ts'
import { createDraftKeeper } from './draft-keeper.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A device and a server, as far as a draft sees them. */
function aWorld() {
  const device = new Map<string, string>()
  const world = {
    device,
    server: null as Draft | null,
    isDown: false,
    saves: 0,
    born: 0,
    open: () =>
      createDraftKeeper({
        storage: {
          getItem: (key) => device.get(key) ?? null,
          setItem: (key, value) => void device.set(key, value),
          removeItem: (key) => void device.delete(key),
        },
        storageKey: 'draft',
        inboxIds: () => ['10'],
        server: world.server,
        fresh: () => newComment(`key-${++world.born}`),
        save: async (content) => {
          if (world.isDown) throw new ApiProblem(0, {})
          world.saves += 1
          world.server = aDraft(content, world.saves)
          return world.server
        },
        discard: async () => {
          world.server = null
        },
        onServerChanged: () => {},
      }),
  }
  return world
}

const aDraft = (content: Content, minute: number): Draft => ({
  threadId: '7',
  kind: 'comment',
  content,
  updatedAt: `2026-11-03T09:${String(minute).padStart(2, '0')}:00.000Z`,
})
const write = (text: string) => (content: Content) => ({ ...content, text })

test('words are on the device at once and on the server after 2 s, one save for many keys', async () => {
  const world = aWorld()
  const keeper = world.open()
  keeper.change(write('H'))
  keeper.change(write('Hi'))
  expect(world.device.get('draft')).toContain('"text":"Hi"')
  await vi.advanceTimersByTimeAsync(2000)
  expect(world.server?.content.text).toBe('Hi')
  expect(world.saves).toBe(1)
  expect(keeper.get().saveState).toBe('saved')
})

test('a dead tab loses nothing: the device’s words win over the server’s older ones', async () => {
  const world = aWorld()
  const keeper = world.open()
  keeper.change(write('Hi'))
  await vi.advanceTimersByTimeAsync(2000)
  keeper.change(write('Hi Ingrid'))
  const again = world.open()
  expect(again.get().content).toMatchObject({ text: 'Hi Ingrid', idempotencyKey: 'key-1' })
  await vi.advanceTimersByTimeAsync(0)
  expect(world.server?.content.text).toBe('Hi Ingrid')
})

test('a server that is down is tried again, and the words say where they are', async () => {
  const world = aWorld()
  const keeper = world.open()
  world.isDown = true
  keeper.change(write('Hi'))
  await vi.advanceTimersByTimeAsync(2000)
  expect(keeper.get().saveState).toBe('onDevice')
  world.isDown = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect(keeper.get().saveState).toBe('saved')
})

test('emptied, it is a draft nowhere', async () => {
  const world = aWorld()
  const keeper = world.open()
  keeper.change(write('Hi'))
  await vi.advanceTimersByTimeAsync(2000)
  keeper.change(write(''))
  await vi.advanceTimersByTimeAsync(2000)
  expect(world.server).toBeNull()
  expect(world.device.size).toBe(0)
})

test('sent, it is gone everywhere and the next one has a new key', async () => {
  const world = aWorld()
  const keeper = world.open()
  keeper.change(write('Hi'))
  await vi.advanceTimersByTimeAsync(2000)
  await keeper.settle()
  await keeper.sent()
  expect(world.server).toBeNull()
  expect(world.device.size).toBe(0)
  expect(keeper.get()).toMatchObject({ saveState: 'untouched', content: { text: '', idempotencyKey: 'key-2' } })
})

test('another window’s words are taken over, but never over unsaved ones', async () => {
  const world = aWorld()
  const keeper = world.open()
  const theirs = aDraft({ ...newComment('key-9'), text: 'From the telephone' }, 30)
  keeper.hearServer(theirs)
  expect(keeper.get()).toMatchObject({ revision: 1, content: { text: 'From the telephone', idempotencyKey: 'key-9' } })
  keeper.change(write('Here'), true)
  keeper.hearServer(aDraft({ ...newComment('key-9'), text: 'There' }, 31))
  expect(keeper.get().content.text).toBe('Here')
})

test('sent in another window, a saved copy vanishes here too', async () => {
  const world = aWorld()
  const keeper = world.open()
  keeper.change(write('Hi'))
  await vi.advanceTimersByTimeAsync(2000)
  keeper.hearServer(null)
  expect(keeper.get().content).toMatchObject({ text: '', idempotencyKey: 'key-2' })
})
