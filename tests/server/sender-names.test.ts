import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()

test.each([
  { because: 'without a name the address is it', from: 'bare@nordmark.example', name: 'bare@nordmark.example' },
  {
    because: 'a name that shows nothing is none',
    from: '=?utf-8?B?4oCL44CA4oCu?= <blank@nordmark.example>',
    name: 'blank@nordmark.example',
  },
  {
    because: 'abuse-01 a name does not turn the direction of what stands after it',
    from: '=?utf-8?B?4oCuSW5ncmlk4oGm?= <turned@nordmark.example>',
    name: 'Ingrid',
  },
  { because: 'names of other scripts stay', from: '=?utf-8?B?2KzZiNin2K8=?= <other@nordmark.example>', name: 'جواد' },
])('everywhere the sender is named alike: $because', async ({ from, name }) => {
  await samtale.deliver(aMail({ from }))
  await samtale.settled()
  const list = await samtale.admin.get('/api/threads?limit=1', { expects: 200 })
  const [row] = list.body.results
  const details = await samtale.admin.get(`/api/threads/${row.id}`, { expects: 200 })
  const timeline = await samtale.admin.get(`/api/threads/${row.id}/timeline`, { expects: 200 })
  const shown = [row.contact, details.body.contact, timeline.body.results[0].author]
  expect(shown.map((one) => one.name)).toEqual([name, name, name])
})
