import { expect, test } from 'vitest'
import type { AuditSearch } from '../../router.tsx'
import { filterOf } from './audit-filter.ts'

test.each<{ because: string; search: AuditSearch; filter: Record<string, string> }>([
  { because: 'nothing asks for everything', search: {}, filter: {} },
  { because: 'a kind of thing', search: { what: 'inbox' }, filter: { subjectType: 'inbox' } },
  { because: 'a kind of change', search: { what: 'inbox.renamed' }, filter: { action: 'inbox.renamed' } },
  { because: 'a kind that is none asks nothing', search: { what: 'thread.opened' }, filter: {} },
  { because: 'one thing', search: { subject: 'user.12' }, filter: { subjectType: 'user', subjectId: '12' } },
  { because: 'somebody', search: { who: '12' }, filter: { userId: '12' } },
  { because: 'a day that does not exist asks nothing', search: { from: '2026-13-40' }, filter: {} },
])('$because', ({ search, filter }) => {
  expect(filterOf(search)).toEqual(filter)
})

test('days begin and end at the reader’s midnights, also at the end of a month', () => {
  expect(filterOf({ from: '2026-02-28', to: '2026-02-28' })).toEqual({
    from: new Date(2026, 1, 28).toISOString(),
    to: new Date(2026, 2, 1).toISOString(),
  })
})
