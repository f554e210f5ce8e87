import { expect, test } from 'vitest'
import { neighbourOf } from './neighbours.ts'

const rows = [{ id: '1' }, { id: '2' }, { id: '3' }]

test.each([
  { because: 'the next', id: '1', by: 1, neighbour: '2' },
  { because: 'the one before', id: '3', by: -1, neighbour: '2' },
  { because: 'the end is the end', id: '3', by: 1, neighbour: null },
  { because: 'so is the beginning', id: '1', by: -1, neighbour: null },
  { because: 'none is open: the first', id: null, by: 1, neighbour: '1' },
  { because: 'the open one is not in this list: the first', id: '9', by: 1, neighbour: '1' },
] as const)('neighbourOf: $because', ({ id, by, neighbour }) => {
  expect(neighbourOf(rows, id, by)).toBe(neighbour)
})
