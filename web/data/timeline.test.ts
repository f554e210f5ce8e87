import { expect, test } from 'vitest'
import { anItem, aTimeline } from './factories.test-support.ts'
import { itemsOf, placeItem, withoutItem } from './timeline.ts'

const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`
const one = anItem({ id: id(1), minute: 1 })
const two = anItem({ id: id(2), minute: 2 })
const three = anItem({ id: id(3), minute: 3 })

test.each([
  { because: 'a new entry comes last', timeline: aTimeline([[two, one]]), item: three, ids: [1, 2, 3] },
  { because: 'a late one goes to its place', timeline: aTimeline([[three, one]]), item: two, ids: [1, 2, 3] },
  {
    because: 'older than what is loaded is the next page',
    timeline: aTimeline([[three]], { hasMore: true }),
    item: one,
    ids: [3],
  },
  { because: 'the beginning of a whole one is known', timeline: aTimeline([[three, two]]), item: one, ids: [1, 2, 3] },
  { because: 'between two pages', timeline: aTimeline([[three], [one]]), item: two, ids: [1, 2, 3] },
  { because: 'an empty one takes its first', timeline: aTimeline([[]]), item: one, ids: [1] },
  {
    because: 'what was stored later comes later, though it came in before',
    timeline: aTimeline([[two, one]]),
    item: { ...three, at: one.at },
    ids: [1, 2, 3],
  },
])('placeItem: $because', ({ timeline, item, ids }) => {
  expect(itemsOf(placeItem(timeline, item)).map((each) => each.id)).toEqual(ids.map(id))
})

test.each([
  { because: 'a higher seq replaces', seq: 2, text: 'changed' },
  { because: 'an equal seq is a repetition', seq: 1, text: 'It says E7.' },
  { because: 'a lower seq is old', seq: 0, text: 'It says E7.' },
])('placeItem on a held entry: $because', ({ seq, text }) => {
  const timeline = placeItem(aTimeline([[one]]), { ...one, seq, text: 'changed' })
  expect(itemsOf(timeline).map((item) => item.text)).toEqual([text])
})

test('placeItem puts a pending entry, whose id is chance, after what is older', () => {
  const pending = { ...three, id: '00000000-0000-4000-8000-000000000000' }
  expect(itemsOf(placeItem(aTimeline([[two, one]]), pending)).map((each) => each.id)).toEqual([
    id(1),
    id(2),
    pending.id,
  ])
})

test('withoutItem takes a pending entry away', () => {
  expect(itemsOf(withoutItem(aTimeline([[two, one]]), id(2))).map((item) => item.id)).toEqual([id(1)])
})
